import { PlannerError } from "../errors.ts";
import type { ModelShape } from "../generated/plan.ts";
import { allReduceNorm } from "./kernels.ts";
import type { Dependence, Operation, OpGraph } from "./op-graph.ts";

/** Whether norms behind an all-reduce run within its kernel; with one GPU there is none. */
export type Norms = (typeof NORMS)[number];
const NORMS = ["apart", "fused"] as const;

/** Whether an all-reduce may do the norm behind it too: its kernel writes bf16, and FP8 products take FP8. */
export function isFusible({ precision }: ModelShape): boolean {
  return precision?.activations === undefined;
}

/** Where norms of a model may run. */
export function normsOf(shape: ModelShape): readonly Norms[] {
  return NORMS.filter((norms) => norms === "apart" || isFusible(shape));
}

/** @throws PlannerError `E_INVALID_MODEL` where {@link isFusible} says no */
export function requireFusible(shape: ModelShape): void {
  if (isFusible(shape)) return;
  throw new PlannerError(
    "E_INVALID_MODEL",
    "norms fused into all-reduces are in bf16, and FP8 products multiply what norms quantised",
    { remedy: "Leave out --norms fused, or use --precision bf16." },
  );
}

/**
 * The layer with every norm that follows an all-reduce fused into it: the all-reduce's operation
 * does both, and what needed the norm needs it.
 *
 * A norm that belongs to the next layer then runs in this one. So an operation that reads it reaches
 * back a layer further, and one that it reads a layer less.
 */
export function fuseNorms(graph: OpGraph): OpGraph {
  const fusions = fusionsOf(graph);
  const runs = (name: string) => fusions.get(name) ?? { by: name, layersEarlier: 0 };
  const norms = new Map([...fusions].map(([norm, { by }]) => [by, norm]));
  return {
    operations: graph.operations
      .filter(({ name }) => !fusions.has(name))
      .map((operation) => (norms.has(operation.name) ? withNorm(operation) : operation)),
    dependences: distinct(
      graph.dependences
        .map(({ from, to, distance, tokens }) => {
          const [before, after] = [runs(from), runs(to)];
          const layers = distance + before.layersEarlier - after.layersEarlier;
          return { from: before.by, to: after.by, distance: layers as 0 | 1, tokens };
        })
        .filter(({ from, to, distance }) => from !== to || distance > 0),
    ),
  };
}

/** By norm: the all-reduce whose output it adds to the residual, and how many layers earlier that runs. */
function fusionsOf({ operations, dependences }: OpGraph) {
  const kindOf = new Map(operations.map(({ name, kernel }) => [name, kernel.kind]));
  return new Map(
    dependences
      .filter(({ from, to }) => kindOf.get(from) === "all_reduce" && kindOf.get(to) === "rms_norm")
      .map(({ from, to, distance }) => [to, { by: from, layersEarlier: distance }]),
  );
}

function withNorm(operation: Operation): Operation {
  const { hidden = 0, ranks = 0 } = operation.kernel.shape;
  return { ...operation, kernel: allReduceNorm(hidden, ranks) };
}

/** Two edges between the same operations may have become one. */
function distinct(dependences: readonly Dependence[]): Dependence[] {
  const key = ({ from, to, distance, tokens }: Dependence) => `${from} ${to} ${distance} ${tokens}`;
  return [...new Map(dependences.map((each) => [key(each), each])).values()];
}

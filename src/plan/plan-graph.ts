import { PlannerError } from "../errors.ts";
import type { Plan, TokenRange } from "../generated/plan.ts";
import { buildLayerGraph } from "../ir/layer-graph.ts";
import type { BatchPart, Operation, OpGraph } from "../ir/op-graph.ts";
import type { NanoBatch, NanoOperation } from "./nano-operation.ts";
import { activeTokens, intersection } from "./token-ranges.ts";

/** A dependence between two nano-operations that the layer's operations and their tokens imply. */
export interface DataArc {
  from: NanoOperation;
  to: NanoOperation;
  distance: number;
}

/**
 * The layer that a plan is for, from its model shape and workload alone.
 *
 * @throws PlannerError `E_INVALID_MODEL` when the tensor parallelism does not divide the model, or
 *   norms are fused on one GPU
 */
export function layerOf({ model, workload }: Pick<Plan, "model" | "workload">): OpGraph {
  if (model.norms === "fused" && model.tensorParallel === 1) {
    throw new PlannerError(
      "E_INVALID_MODEL",
      "norms are fused into all-reduces, and one GPU has none",
      { remedy: "Leave `norms` out of the plan's model." },
    );
  }
  return buildLayerGraph(model.shape, model.tensorParallel, workload, model.norms);
}

/**
 * A nano-batch with the KV that its tokens read. The prompt tokens of the nano-batches before it
 * belong to the same chunk, and so to its context.
 */
export function batchPartOf(
  { nanoBatches, workload }: Pick<Plan, "nanoBatches" | "workload">,
  { tokens: [start, end], decodeTokens, prefillTokens }: NanoBatch,
): BatchPart {
  const earlierPrefill = nanoBatches
    .filter(({ tokens }) => tokens[1] <= start)
    .reduce((sum, earlier) => sum + earlier.prefillTokens, 0);
  return {
    tokens: end - start,
    decodeTokens,
    prefillTokens,
    decodeContext: decodeTokens > 0 ? workload.decodeContext : 0,
    prefillContext: prefillTokens > 0 ? workload.prefillContext + earlierPrefill : 0,
  };
}

/** A nano-operation with what it works on. */
export interface Work {
  nanoOperation: NanoOperation;
  operation: Operation;
  /** Its nano-batch, or those of its tokens as one. */
  nanoBatch: NanoBatch;
  /** Tokens that it reads and writes, all or a part of its nano-batch's. */
  tokens: TokenRange;
}

/**
 * What each nano-operation of a plan works on.
 *
 * @throws PlannerError `E_UNSOUND_PLAN` on an operation, nano-batch or tokens that there are not
 */
export function workOf(plan: Plan, graph: OpGraph): Work[] {
  return plan.nanoOperations.map((nanoOperation) => {
    const operation = operationOf(graph, nanoOperation);
    const nanoBatch = nanoBatchOf(plan, nanoOperation);
    const tokens = nanoBatch && activeTokens(operation, nanoBatch);
    if (nanoBatch === undefined || tokens === undefined) {
      throw new PlannerError("E_UNSOUND_PLAN", `${nanoOperation.id} has no tokens to work on`, {
        remedy: "Run verify on the plan.",
      });
    }
    return { nanoOperation, operation, nanoBatch, tokens };
  });
}

/**
 * The nano-batches that a nano-operation covers as one, which has the id of the first.
 *
 * @returns undefined when its tokens are not those of nano-batches from its own on
 */
export function nanoBatchOf(
  { nanoBatches }: Pick<Plan, "nanoBatches">,
  { nanoBatch, tokens: [start, end] }: Pick<NanoOperation, "nanoBatch" | "tokens">,
): NanoBatch | undefined {
  const covered = nanoBatches.filter(({ tokens }) => tokens[0] >= start && tokens[1] <= end);
  const [first] = covered;
  const fits = first?.id === nanoBatch && first.tokens[0] === start;
  if (!fits || covered.at(-1)?.tokens[1] !== end) return undefined;
  const sum = (key: "decodeTokens" | "prefillTokens") =>
    covered.reduce((total, each) => total + each[key], 0);
  const tokens: TokenRange = [start, end];
  return {
    id: nanoBatch,
    tokens,
    decodeTokens: sum("decodeTokens"),
    prefillTokens: sum("prefillTokens"),
  };
}

/**
 * @throws PlannerError `E_UNSOUND_PLAN` when a nano-operation is none of the layer's operations
 */
function operationOf(graph: OpGraph, { id, operation }: NanoOperation): Operation {
  const found = graph.operations.find(({ name }) => name === operation);
  if (found !== undefined) return found;
  throw new PlannerError("E_UNSOUND_PLAN", `${id}: the layer has no operation \`${operation}\``, {
    remedy: `Use one of: ${graph.operations.map(({ name }) => name).join(", ")}.`,
  });
}

/** Every dependence of the layer, between the nano-operations whose tokens it connects. */
export function dataArcsOf(graph: OpGraph, nanoOperations: readonly NanoOperation[]): DataArc[] {
  const partsOf = (name: string) => nanoOperations.filter(({ operation }) => operation === name);
  return graph.dependences.flatMap(({ from, to, distance, tokens }) =>
    partsOf(to).flatMap((consumer) =>
      partsOf(from)
        .filter((producer) =>
          tokens === "same"
            ? intersection(producer.tokens, consumer.tokens) !== undefined
            : producer.tokens[0] < consumer.tokens[1],
        )
        .map((producer) => ({ from: producer, to: consumer, distance })),
    ),
  );
}

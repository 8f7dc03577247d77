import type { Plan } from "../generated/plan.ts";
import { buildLayerGraph } from "../ir/layer-graph.ts";
import type { CostTable } from "../profile/cost-table.ts";
import type { DenseBatch } from "../workload/dense-batch.ts";
import { buildProblem } from "./build-problem.ts";
import { type Candidate, overlaps } from "./candidate.ts";
import { sequentialReason } from "./explain.ts";
import type { Forest, Tree } from "./forest.ts";
import type { Objective } from "./objective.ts";
import type { SearchProblem } from "./problem.ts";
import type { SearchRequest } from "./search.ts";
import { sequentialSchedule } from "./sequential.ts";
import { coarserCutsOf, nanoBatchesOf, type Structure } from "./structure.ts";

/** A schedule of a structure, with the problem that it solves. */
export interface Solution {
  structure: Structure;
  problem: SearchProblem;
  candidate: Candidate;
}

/** What a search comes to. */
export interface Outcome {
  kind: Plan["kind"];
  /** The schedule that becomes the plan. */
  chosen: Solution;
  /** The best schedule found, which noise may have kept from being chosen. */
  best: Solution;
  /** The best schedule with something side by side; undefined when none was worth searching. */
  overlapped?: Solution;
  /** The chosen batch in one piece, one operation after the other. */
  sequential: Solution;
  /** Period of the chosen split with nothing overlapped, or of the best split, µs; null when none was looked at. */
  nanoBatchOnlyUs: number | null;
  /** Throughput of the best schedule over that of the best sequential one, less 1. */
  gain: number;
  /** Gain that is no more than the spread of the measurements. */
  noise: number;
  /** Why the sequential plan was chosen, if it was. */
  reason?: string;
}

/** Chooses between the best schedule and the best sequential one, which noise must not beat. */
export function chooseOutcome(
  request: SearchRequest,
  costs: CostTable,
  objective: Objective,
  forest: Forest,
): Outcome {
  const problemOf = (structure: Structure): SearchProblem => {
    const { model, tensorParallel } = request;
    const graph = buildLayerGraph(model.shape, tensorParallel, structure.batch);
    return buildProblem(graph, nanoBatchesOf(structure), costs, coarserCutsOf(graph, structure));
  };
  const sequentialOf = (batch: DenseBatch): Solution => {
    const structure: Structure = { batch, cuts: [], distribution: "proportional" };
    const problem = problemOf(structure);
    return { structure, problem, candidate: sequentialSchedule(problem) };
  };
  const value = ({ structure: { batch } }: Pick<Tree, "structure">, candidate: Candidate) =>
    objective.usPerToken(batch, candidate.evaluation.periodUs);

  const best = bestOf(forest.trees, value);
  const batches = forest.trees.map(({ structure }) => structure.batch);
  const sequential = sequentialOf(objective.bestSequential(batches));
  const solution = (tree: Tree, candidate: Candidate): Solution => ({
    structure: tree.structure,
    problem: problemOf(tree.structure),
    candidate,
  });
  // What overlaps nothing may as well have the whole GPU.
  const winner = solution(
    best.tree,
    overlaps(best.candidate) ? best.candidate : (best.tree.withoutOverlap as Candidate),
  );
  const leastOf = (trees: readonly Tree[]): Solution => {
    const { tree, candidate } = bestOf(
      trees.map(({ withoutOverlap: _, ...tree }) => tree),
      value,
    );
    return solution(tree, candidate);
  };
  const gain = value(sequential, sequential.candidate) / value(winner, winner.candidate) - 1;
  const noise = request.profile.profile.provenance.p95Spread ?? 0;
  const wins = gain > Math.max(noise, 1e-9);
  const overlapping = forest.trees.filter(({ best: own }) => own !== undefined && overlaps(own));
  const common = {
    best: winner,
    gain,
    noise,
    ...(overlapping.length === 0 ? {} : { overlapped: leastOf(overlapping) }),
  };
  if (!wins) {
    return {
      ...common,
      kind: "sequential",
      chosen: sequential,
      sequential,
      nanoBatchOnlyUs: leastSplitUs(forest, sequential.structure.batch),
      reason: sequentialReason({ ...common, sequential }),
    };
  }
  return {
    ...common,
    kind: overlaps(winner.candidate) ? "overlapped" : "nano-batch-only",
    chosen: winner,
    sequential: sequentialOf(winner.structure.batch),
    nanoBatchOnlyUs:
      winner.structure.cuts.length > 0
        ? (best.tree.withoutOverlap?.evaluation.periodUs ?? null)
        : null,
  };
}

/** Least period of a split of the batch with nothing overlapped, of those that were looked at. */
function leastSplitUs(forest: Forest, batch: DenseBatch): number | null {
  const periods = forest.trees
    .filter(({ structure }) => structure.batch === batch && structure.cuts.length > 0)
    .flatMap(({ withoutOverlap }) => withoutOverlap?.evaluation.periodUs ?? []);
  return periods.length === 0 ? null : Math.min(...periods);
}

function bestOf(
  trees: readonly Tree[],
  value: (tree: Tree, candidate: Candidate) => number,
): { tree: Tree; candidate: Candidate } {
  const found = trees.flatMap((tree) =>
    [tree.best, tree.withoutOverlap].flatMap((candidate) =>
      candidate === undefined ? [] : [{ tree, candidate }],
    ),
  );
  return found.reduce((a, b) => (value(b.tree, b.candidate) < value(a.tree, a.candidate) ? b : a));
}

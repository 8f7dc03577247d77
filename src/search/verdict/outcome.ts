import type { CostTable } from "../../cost/cost-table.ts";
import type { Plan } from "../../generated/plan.ts";
import type { KernelKind } from "../../generated/profile.ts";
import { buildLayerGraph } from "../../ir/layer-graph.ts";
import type { OpGraph } from "../../ir/op-graph.ts";
import type { DenseBatch } from "../../workload/dense-batch.ts";
import type { Forest, Tree } from "../forest/forest.ts";
import type { Objective } from "../forest/objective.ts";
import { buildProblem } from "../problem/build-problem.ts";
import { overlaps } from "../schedule/candidate.ts";
import { sequentialSchedule } from "../schedule/sequential.ts";
import type { SearchRequest } from "../space/search-request.ts";
import { coarserCutsOf, nanoBatchesOf, type Structure } from "../space/structure.ts";
import { sequentialReason } from "./sequential-reason.ts";
import type { Solution } from "./solution.ts";
import { type Margin, marginOf, ROUNDING } from "./trust.ts";

/** What a search comes to. */
export interface Outcome {
  kind: Plan["kind"];
  /** The schedule that becomes the plan. */
  chosen: Solution;
  /** The best schedule found, which may have been rejected as uncertain. */
  best: Solution;
  /** The best schedule with something side by side; undefined when none was worth searching. */
  overlapped?: Solution;
  /** The chosen batch in one piece, one operation after the other. */
  sequential: Solution;
  /** Period of the chosen split with nothing overlapped, or of the best split, µs; null when none was looked at. */
  nanoBatchOnlyUs: number | null;
  /** Throughput of the best schedule over that of the best sequential one, less 1. */
  gain: number;
  /** About that gain. */
  margin: Margin;
  /** Whether anything was searched; else the plan without overlap was asked for. */
  searched: boolean;
  /** Pairs that run apart since nobody measured them, though others could stand in. */
  keptApart: number;
  /** Whether the gap that was asked for is left open: a limit or an interruption ended the search. */
  endedEarly: boolean;
  /** Why the sequential plan was chosen, if it was. */
  reason?: string;
}

/** A schedule of a structure as the search leaves it. */
type Found = Omit<Solution, "problem">;

/**
 * Chooses the best schedule that gains more over the best sequential one than may be wrong with its
 * prediction; the sequential one where there is none.
 */
export function chooseOutcome(
  request: SearchRequest,
  costs: CostTable,
  objective: Objective,
  forest: Forest,
  keptApart: number,
): Outcome {
  const { model, tensorParallel, norms, minGain } = request;
  const { profile } = request.profile;
  const solve = ({ structure, candidate }: Found): Solution => {
    const graph = buildLayerGraph(model.shape, tensorParallel, structure.batch, norms);
    const cuts = coarserCutsOf(graph, structure);
    return {
      structure,
      problem: buildProblem(graph, nanoBatchesOf(structure), costs, cuts),
      candidate,
    };
  };
  const value = ({ structure, candidate }: Found) =>
    objective.usPerToken(structure.batch, candidate.evaluation.periodUs);
  const kinds = kindsOf(buildLayerGraph(model.shape, tensorParallel, request.batches[0], norms));
  const marginAbout = (solution: Solution) => marginOf(profile, solution, kinds, minGain);

  const batches = forest.trees.map(({ structure }) => structure.batch);
  const sequential = bestSequential(request, costs, objective, batches);
  const gainOf = (found: Found) => value(sequential) / value(found) - 1;
  const found = forest.trees.flatMap(schedulesOf).sort((a, b) => value(a) - value(b));
  const best = solve(found[0] as Found);
  const overlapped = found.find(({ candidate }) => overlaps(candidate));
  const common = {
    searched: request.method !== "none",
    keptApart,
    endedEarly: forest.incumbent / forest.bound() - 1 > request.tolerance + ROUNDING,
    best,
    gain: gainOf(best),
    margin: marginAbout(best),
    ...(overlapped !== undefined && { overlapped: solve(overlapped) }),
  };
  const chosen = firstTrusted(found, gainOf, solve, marginAbout);
  if (chosen === undefined) {
    return {
      ...common,
      kind: "sequential",
      chosen: sequential,
      sequential,
      nanoBatchOnlyUs: leastSplitUs(forest, sequential.structure.batch),
      reason: sequentialReason({ ...common, sequential }),
    };
  }
  const { structure, candidate } = chosen;
  const tree = forest.trees.find((each) => each.structure === structure);
  return {
    ...common,
    kind: overlaps(candidate) ? "overlapped" : "nano-batch-only",
    chosen,
    sequential: sequentialOf(request, costs, structure.batch),
    nanoBatchOnlyUs:
      structure.cuts.length > 0 ? (tree?.withoutOverlap?.evaluation.periodUs ?? null) : null,
  };
}

/** Of the batches, the one with the best sequential plan, with that plan. */
export function bestSequential(
  request: SearchRequest,
  costs: CostTable,
  objective: Objective,
  batches: readonly DenseBatch[],
): Solution {
  return sequentialOf(request, costs, objective.bestSequential(batches));
}

function sequentialOf(
  { model, tensorParallel, norms }: SearchRequest,
  costs: CostTable,
  batch: DenseBatch,
): Solution {
  const structure: Structure = { batch, cuts: [], distribution: "proportional" };
  const graph = buildLayerGraph(model.shape, tensorParallel, batch, norms);
  const problem = buildProblem(graph, nanoBatchesOf(structure), costs);
  return { structure, problem, candidate: sequentialSchedule(problem) };
}

/** The schedules of a tree. One that overlaps nothing may as well have the whole GPU. */
function schedulesOf({ structure, best, withoutOverlap }: Tree): Found[] {
  const overlapped = best !== undefined && overlaps(best) ? [best] : [];
  const apart = withoutOverlap === undefined ? [] : [withoutOverlap];
  return [...overlapped, ...apart].map((candidate) => ({ structure, candidate }));
}

/** @param found the best first */
function firstTrusted(
  found: readonly Found[],
  gainOf: (found: Found) => number,
  solve: (found: Found) => Solution,
  marginAbout: (solution: Solution) => Margin,
): Solution | undefined {
  for (const each of found) {
    const gain = gainOf(each);
    if (gain <= ROUNDING) return undefined;
    const solution = solve(each);
    if (gain > marginAbout(solution).leastGain) return solution;
  }
  return undefined;
}

/** Kind of a nano-operation by its id. */
function kindsOf({ operations }: OpGraph): (nanoOperation: string) => KernelKind | undefined {
  const kinds = new Map<string, KernelKind>(
    operations.map(({ name, kernel }) => [name, kernel.kind]),
  );
  return (id) => kinds.get(id.slice(0, id.lastIndexOf(".")));
}

/** Least period of a split of the batch with nothing overlapped, of those that were looked at. */
function leastSplitUs(forest: Forest, batch: DenseBatch): number | null {
  const periods = forest.trees
    .filter(({ structure }) => structure.batch === batch && structure.cuts.length > 0)
    .flatMap(({ withoutOverlap }) => withoutOverlap?.evaluation.periodUs ?? []);
  return periods.length === 0 ? null : Math.min(...periods);
}

import { PlannerError } from "../errors.ts";
import type { Plan } from "../generated/plan.ts";
import { buildLayerGraph } from "../ir/layer-graph.ts";
import type { NanoBatch } from "../ir/nano-batches.ts";
import type { OpGraph } from "../ir/op-graph.ts";
import type { Model } from "../model/model-shape.ts";
import { CostTable } from "../profile/cost-table.ts";
import type { LoadedProfile } from "../profile/load.ts";
import type { DenseBatch } from "../workload/dense-batch.ts";
import { buildProblem } from "./build-problem.ts";
import { certificateText, sequentialReason } from "./explain.ts";
import { SEED } from "./improve.ts";
import { makePlan } from "./make-plan.ts";
import { WorkerPool } from "./pool.ts";
import { sequentialSchedule } from "./sequential.ts";
import type { Candidate, SearchMethod } from "./solve-structure.ts";
import type { SolverName } from "./solver/lp-solver.ts";
import { structuresOf } from "./structures.ts";
import type { Task, TaskResult } from "./worker.ts";

export interface SearchRequest {
  model: Model;
  tensorParallel: number;
  batch: DenseBatch;
  /** As the user named it: `1024/512`, `sharegpt`. */
  workloadName: string;
  profile: LoadedProfile;
  /** The profile's name in the plan. */
  profileName: string;
  solver: SolverName;
  method: SearchMethod;
  /** Nodes of the search tree per structure. */
  nodeLimit: number;
  /** Seconds after which the best plan so far is taken; undefined for no limit. */
  timeLimitS?: number;
  threads: number;
  /** The command line, for the plan's provenance. */
  command: string;
}

export interface SearchProgress {
  structures: number;
  structuresDone: number;
  nodes: number;
  incumbentUs: number;
  boundUs: number;
}

export interface SearchHooks {
  onProgress?: (progress: SearchProgress) => void;
  /** Ends the search: with the best plan so far, or `E_INTERRUPTED` when there is none yet. */
  signal?: AbortSignal;
}

export interface SearchResult {
  plan: Plan;
  seconds: number;
  /** What ended the search before every structure was searched to the end. */
  cut?: Cut;
}

export type Cut = "nodes" | "time" | "signal";

/** A structure whose bound is within this share of the incumbent is not searched further. */
const TOLERANCE = 0.0025;

/**
 * Shares of the node limit for the rounds of branch and price. The first is short: what it finds
 * lowers the incumbent that the second prunes with.
 */
const ROUNDS = [0.1, 1];

/**
 * Searches the best plan for a model, a workload and a profile.
 *
 * Every structure is looked at first: a root bound, and a schedule without branching. Those whose
 * bound leaves hope are then searched by branch and price in two rounds, in order of their bounds,
 * all against the best schedule of the round before, so that the result does not depend on the
 * threads.
 *
 * @throws PlannerError `E_PROFILE_MISMATCH` when the profile cannot time the model,
 *   `E_INTERRUPTED` and `E_LIMIT` when the signal comes or the time ends during the first look
 */
export async function searchPlan(
  request: SearchRequest,
  hooks: SearchHooks = {},
): Promise<SearchResult> {
  const started = performance.now();
  const { model, tensorParallel, batch, profile } = request;
  const graph = buildLayerGraph(model.shape, tensorParallel, batch);
  const costs = new CostTable(profile.profile);
  const structures = structuresOf(batch);
  const single = buildProblem(graph, structures[0] as NanoBatch[], costs);
  const sequential = sequentialSchedule(single);

  const found = await searchStructures(request, hooks, graph, structures);
  const best = found.results.reduce((a, b) =>
    b.evaluation.periodUs < a.evaluation.periodUs ? b : a,
  );
  const lowerBoundUs = found.results.reduce(
    (least, { boundUs }) => Math.min(least, boundUs),
    best.evaluation.periodUs,
  );
  const ofBest = structures[found.results.indexOf(best)] as NanoBatch[];
  const problemOfBest = buildProblem(graph, ofBest, costs);
  // What overlaps nothing may as well have the whole GPU.
  const winner = overlaps(best) ? best : sequentialSchedule(problemOfBest);
  const gain = sequential.evaluation.periodUs / winner.evaluation.periodUs - 1;
  const noise = profile.profile.provenance.p95Spread ?? 0;
  const wins = gain > Math.max(noise, 1e-9);
  const chosen = wins ? found.results.indexOf(best) : 0;
  const nanoBatches = structures[chosen] as NanoBatch[];
  const splits = found.results.slice(1).map(({ withoutOverlapUs }) => withoutOverlapUs);
  const plan = makePlan({
    request,
    graph,
    costs,
    nanoBatches,
    problem: wins ? problemOfBest : single,
    candidate: wins ? winner : sequential,
    kind: wins ? (winner === best ? "overlapped" : "nano-batch-only") : "sequential",
    ...(wins ? {} : { reason: sequentialReason(sequential, best, noise, single.power) }),
    sequentialUs: sequential.evaluation.periodUs,
    nanoBatchOnlyUs:
      wins && chosen > 0
        ? (found.results[chosen] as TaskResult).withoutOverlapUs
        : splits.length > 0
          ? Math.min(...splits)
          : null,
    lowerBoundUs,
    search: {
      solver: request.solver,
      method: request.method,
      structures: structures.length,
      nodes: found.nodes,
      seed: SEED,
      certificate: certificateText(structures.length, found.cut),
    },
  });
  const seconds = (performance.now() - started) / 1000;
  return { plan, seconds, ...(found.cut === undefined ? {} : { cut: found.cut }) };
}

/** Something is always in flight, so durations add up to more than the period only by overlap. */
function overlaps({ evaluation }: Candidate): boolean {
  const inFlightUs = evaluation.durationUs.reduce((sum, time) => sum + time, 0);
  return inFlightUs > evaluation.periodUs * (1 + 1e-6);
}

interface Found {
  results: TaskResult[];
  nodes: number;
  cut: Cut | undefined;
}

async function searchStructures(
  request: SearchRequest,
  { onProgress, signal }: SearchHooks,
  graph: OpGraph,
  structures: readonly NanoBatch[][],
): Promise<Found> {
  const progress = {
    structures: structures.length,
    structuresDone: 0,
    nodes: 0,
    incumbentUs: Number.POSITIVE_INFINITY,
    boundUs: 0,
  };
  const report = () => onProgress?.({ ...progress });
  const { solver, method } = request;
  const setup = { profile: request.profile.profile, graph, solver, method };
  const pool = new WorkerPool(setup, Math.min(request.threads, structures.length), (nodes) => {
    progress.nodes += nodes;
    report();
  });
  const limits = stopwatch(request.timeLimitS, signal);
  try {
    const looks = await Promise.race([
      pool.runAll(
        structures.map((nanoBatches): Task => ({ kind: "look", nanoBatches })),
        ({ evaluation }) => {
          progress.incumbentUs = Math.min(progress.incumbentUs, evaluation.periodUs);
          report();
        },
      ),
      limits.reached.then((cut): never => {
        throw cut === "signal"
          ? new PlannerError("E_INTERRUPTED", "the search was interrupted before its first plan")
          : new PlannerError("E_LIMIT", "the time limit ended the search before its first plan", {
              remedy: "Raise --time-limit, or use --node-limit, which every machine reaches alike.",
            });
      }),
    ]);
    const results = [...looks];
    const solveRound = async (nodeLimit: number): Promise<void> => {
      const cutoffUs = Math.min(...results.map(({ evaluation }) => evaluation.periodUs));
      const open = openStructures(results, cutoffUs);
      progress.structuresDone = structures.length - open.length;
      await pool.runAll(
        open.map((k): Task => {
          const { schedule, evaluation } = results[k] as TaskResult;
          return {
            kind: "solve",
            nanoBatches: structures[k] as NanoBatch[],
            start: { schedule, evaluation },
            options: { nodeLimit, tolerance: TOLERANCE, cutoffUs },
          };
        }),
        (result, position) => {
          const k = open[position] as number;
          const before = results[k] as TaskResult;
          results[k] = {
            ...result,
            boundUs: Math.max(before.boundUs, Math.min(result.boundUs, result.evaluation.periodUs)),
            nodes: before.nodes + result.nodes,
          };
          progress.structuresDone++;
          progress.incumbentUs = Math.min(progress.incumbentUs, result.evaluation.periodUs);
          progress.boundUs = Math.min(...results.map(({ boundUs }) => boundUs));
          report();
        },
      );
    };
    const solving = async (): Promise<undefined> => {
      for (const share of ROUNDS) await solveRound(Math.ceil(request.nodeLimit * share));
    };
    const cut = await Promise.race([solving(), limits.reached]);
    const incumbentUs = Math.min(...results.map(({ evaluation }) => evaluation.periodUs));
    const unfinished = openStructures(results, incumbentUs).length > 0;
    return {
      results,
      nodes: results.reduce((sum, { nodes }) => sum + nodes, 0),
      cut: cut ?? (unfinished ? "nodes" : undefined),
    };
  } finally {
    limits.clear();
    await pool.close();
  }
}

/** Structures whose bound leaves hope of beating the incumbent, the most hopeful first. */
function openStructures(results: readonly TaskResult[], incumbentUs: number): number[] {
  const boundUs = (k: number) => (results[k] as TaskResult).boundUs;
  return [...results.keys()]
    .filter((k) => boundUs(k) < incumbentUs * (1 - TOLERANCE) - 1e-9)
    .sort((a, b) => boundUs(a) - boundUs(b) || a - b);
}

/** A promise for the first of the two ways in which a search may be cut short. */
function stopwatch(limitS: number | undefined, signal: AbortSignal | undefined) {
  let timer: NodeJS.Timeout | undefined;
  let onAbort = () => {};
  const reached = new Promise<Cut>((resolve) => {
    onAbort = () => resolve("signal");
    if (signal?.aborted) onAbort();
    else signal?.addEventListener("abort", onAbort, { once: true });
    if (limitS !== undefined) timer = setTimeout(() => resolve("time"), limitS * 1000);
  });
  return {
    reached,
    clear() {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
    },
  };
}

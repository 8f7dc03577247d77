import { availableParallelism } from "node:os";
import type { SolverName } from "../search/solver/lp-solver.ts";
import type { PlanMethod, SearchRequest } from "../search/space/search-request.ts";
import { DEFAULT_SPACE, type SearchSpace } from "../search/space/space.ts";
import type { PlanningOptions } from "./planning-options.ts";
import type { Setup } from "./setup.ts";

/** Options that say how to search; each has a default. */
export interface EffortOptions {
  /** Library for linear and integer programs: `highs`, or `glpk` where it is installed. */
  solver?: SolverName;
  /** Branch and price, one integer program per structure, or no search: the sequential plan. */
  method?: PlanMethod;
  /** Most nano-batches, 1 to 6. */
  parts?: number;
  /** Cut all operations alike, or attention finer than the rest. */
  splits?: SearchSpace["splits"];
  /** Most dense batches to choose from, where a workload leaves it open. */
  batches?: number;
  /** Gap to prove, in percent; 0 searches to the end. */
  gap?: number;
  /** Gain over the sequential plan that an overlapped one must exceed, in percent. By default, what may be wrong with its prediction. */
  minGain?: number;
  /** Search nodes in all. */
  nodeLimit?: number;
  /** Seconds after which the best plan so far is taken. */
  timeLimit?: number;
  /** Worker threads; the plan does not depend on them. */
  threads?: number;
}

/** What to plan for, and how to search. */
export interface SearchOptions extends PlanningOptions, EffortOptions {}

/** Enough to prove the gap with two nano-batches in most cases. A node of an integer program takes seconds there. */
export const DEFAULT_NODE_LIMIT: Readonly<Record<PlanMethod, number>> = {
  branch: 3000,
  ilp: 100,
  none: 0,
};

/** What is taken for an option that is left out. */
export const EFFORT_DEFAULTS = {
  solver: "highs",
  method: "branch",
  parts: DEFAULT_SPACE.parts,
  splits: DEFAULT_SPACE.splits,
  batches: DEFAULT_SPACE.batches,
  /** Percent. */
  gap: 0.5,
} as const satisfies EffortOptions;

/**
 * The search that options ask for.
 *
 * @param command that makes the plan again, for its provenance
 */
export function searchRequest(
  setup: Setup,
  options: EffortOptions,
  command: string,
): SearchRequest {
  const {
    solver = EFFORT_DEFAULTS.solver,
    method = EFFORT_DEFAULTS.method,
    parts = EFFORT_DEFAULTS.parts,
    splits = EFFORT_DEFAULTS.splits,
    batches = EFFORT_DEFAULTS.batches,
    gap = EFFORT_DEFAULTS.gap,
    nodeLimit = DEFAULT_NODE_LIMIT[method],
    threads = availableParallelism(),
    minGain,
    timeLimit,
  } = options;
  return {
    model: setup.model,
    tensorParallel: setup.tensorParallel,
    ...(setup.norms !== undefined && { norms: setup.norms }),
    batches: setup.batches,
    space: { ...DEFAULT_SPACE, batches, parts, splits },
    workloadName: setup.workload,
    profile: setup.profile,
    profileName: setup.profileFile,
    solver,
    method,
    nodeLimit,
    tolerance: gap / 100,
    ...(minGain !== undefined && { minGain: minGain / 100 }),
    ...(timeLimit !== undefined && { timeLimitS: timeLimit }),
    threads,
    command,
  };
}

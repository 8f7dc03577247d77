import { CostTable } from "../cost/cost-table.ts";
import { smallerThanMeasured } from "../cost/measured-sizes.ts";
import { PlannerError } from "../errors.ts";
import type { Plan } from "../generated/plan.ts";
import type { PlanSet } from "../generated/plan-set.ts";
import { kernelUsesOf } from "../plan/kernel-uses.ts";
import { coverageOf } from "../plan-set/coverage.ts";
import { planSetHash, type SetProgram } from "../plan-set/plan-set-file.ts";
import { programName } from "../plan-set/program-name.ts";
import { type GridStep, gridOf, mostDecoding } from "../plan-set/set-grid.ts";
import { stepTimes } from "../plan-set/step-times.ts";
import { searchPlan } from "../search/search.ts";
import { searchCommand } from "../setup/search-command.ts";
import { EFFORT_DEFAULTS, type SearchOptions, searchRequest } from "../setup/search-options.ts";
import type { Setup } from "../setup/setup.ts";
import { TOOL } from "../tool.ts";
import { workloadBatch } from "../workload/dense-batch.ts";
import { DEFAULT_WORKLOAD } from "../workload/parse-workload.ts";
import type { RequestLengths } from "../workload/request-lengths.ts";

/** Nodes that a plan of a set may take: a third of what a plan of its own may. */
export const SET_NODE_LIMIT = 1000;

export interface SetProgress {
  /** Plans that are made. */
  done: number;
  /** Known once the plan of the steady state is made. */
  plans: number | undefined;
  /** Of the plan that comes next. */
  name: string;
}

export interface SetHooks {
  /** Ends the search without a set. */
  signal: AbortSignal;
  onProgress?(progress: SetProgress): void;
}

export interface SetSearchResult {
  set: PlanSet;
  seconds: number;
}

/**
 * Makes the plans that a stream of a workload's requests needs: first that of the steady state,
 * whose dense batch says which others (`gridOf`). Each has a command of its own that makes it again.
 *
 * @param command that makes the set again
 * @throws PlannerError `E_USAGE` for a batch that the user gives, `E_INTERRUPTED` when the signal
 *   comes before the last plan, and what `searchPlan` throws
 */
export async function searchPlanSet(
  setup: Setup,
  options: SearchOptions,
  command: string,
  { signal, onProgress }: SetHooks,
): Promise<SetSearchResult> {
  const started = performance.now();
  const { model, footprint, profile } = setup;
  const { kvCapacityTokens } = footprint;
  const lengths = lengthsOf(setup, options);
  const costs = new CostTable(profile.profile);
  const effort = { ...options, nodeLimit: options.nodeLimit ?? SET_NODE_LIMIT };
  const make = async (batches: Setup["batches"], asked: SearchOptions): Promise<Plan> => {
    const own = searchCommand(asOption(setup, asked));
    const request = searchRequest({ ...setup, batches }, asked, own);
    const { plan } = await searchPlan(request, { signal });
    if (signal.aborted) throw interrupted();
    return plan;
  };
  const programOf = (plan: Plan, { phase }: Pick<GridStep, "phase">): SetProgram => {
    const small = smallerThanMeasured(kernelUsesOf(plan), costs);
    return {
      name: programName(plan.workload),
      phase,
      steps: stepTimes(plan, costs, kvCapacityTokens),
      ...(small.length > 0 && {
        smallerThanMeasured: small as NonNullable<SetProgram["smallerThanMeasured"]>,
      }),
      plan,
    };
  };

  onProgress?.({ done: 0, plans: undefined, name: "steady state" });
  const steady = await make(setup.batches, effort);
  const { denseBatchTokens, decodeTokens, decodeContext } = steady.workload;
  const stream = { denseBatchTokens, decodeTokens };
  const mostDecodeTokens = mostDecoding(lengths, stream, decodeContext, kvCapacityTokens);
  const grid = gridOf({ ...stream, mostDecodeTokens });
  const programs: SetProgram[] = [];
  for (const [done, step] of grid.entries()) {
    const batch = workloadBatch(lengths, step, kvCapacityTokens);
    onProgress?.({ done: done + 1, plans: grid.length + 1, name: programName(batch) });
    // One batch leaves none to choose from.
    const { batches: _, ...ofStep } = effort;
    const asked = { ...ofStep, batch: step.tokens, decode: step.decodeTokens };
    const isSteady = step.phase === "steady";
    const plan = isSteady ? steady : await make([batch], step.searched ? asked : unsearched(asked));
    programs.push(programOf(plan, step));
  }
  const set = {
    schema: "nanoflow-plan/plan-set/1" as const,
    model: model.id,
    gpu: profile.profile.gpu.id,
    workload: { name: setup.workload, ...stream, mostDecodeTokens, kvCapacityTokens },
    provenance: { tool: TOOL, command },
    search: {
      searched: programs.filter(({ plan }) => plan.search.method !== "none").length,
      gap: (effort.gap ?? EFFORT_DEFAULTS.gap) / 100,
      nodesEach: effort.nodeLimit,
      timeEachSeconds: effort.timeLimit ?? null,
    },
    coverage: coverageOf(steady.model, costs),
    programs: programs as PlanSet["programs"],
  };
  return {
    set: { ...set, hash: planSetHash(set) },
    seconds: (performance.now() - started) / 1000,
  };
}

/**
 * What the command of a plan says: which profile and workload, also where the user left that open,
 * but not what is the default, and no threads, which change nothing.
 */
function asOption(
  { tensorParallel, profile }: Setup,
  { threads: _, model, ...asked }: SearchOptions,
): SearchOptions {
  const shipped = { gpu: profile.profile.gpu.id, tp: tensorParallel };
  const kept = Object.entries(asked).filter(
    ([name, value]) => EFFORT_DEFAULTS[name as keyof typeof EFFORT_DEFAULTS] !== value,
  );
  return {
    model,
    ...(asked.profile === undefined && shipped),
    workload: DEFAULT_WORKLOAD,
    ...Object.fromEntries(kept),
  };
}

/** Without what only a search takes. */
function unsearched({
  solver: _,
  parts: __,
  splits: ___,
  gap: ____,
  minGain: _____,
  nodeLimit: ______,
  timeLimit: _______,
  ...options
}: SearchOptions): SearchOptions {
  return { ...options, method: "none" };
}

/** @throws PlannerError `E_USAGE` without a workload, or for one step of it */
function lengthsOf({ lengths }: Setup, { batch, method }: SearchOptions): RequestLengths {
  if (lengths === undefined || batch !== undefined) {
    throw new PlannerError("E_USAGE", "--set contradicts --batch, --decode and --context", {
      remedy: "Leave them out: a set has plans for many batches, which follow from the workload.",
    });
  }
  if (method === "none") {
    throw new PlannerError("E_USAGE", "--set contradicts --method none", {
      remedy: "Leave one of them out.",
    });
  }
  return lengths;
}

function interrupted(): PlannerError {
  return new PlannerError(
    "E_INTERRUPTED",
    "the search was interrupted before the set was complete",
  );
}

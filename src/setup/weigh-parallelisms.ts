import { analyze } from "../analysis/analyze.ts";
import { optimaOf } from "../analysis/optima.ts";
import { CostTable } from "../cost/cost-table.ts";
import { PlannerError } from "../errors.ts";
import { type SearchHooks, type SearchResult, searchPlan } from "../search/search.ts";
import type { SearchRequest } from "../search/space/search-request.ts";
import { type EffortOptions, searchRequest } from "./search-options.ts";
import type { Setup } from "./setup.ts";

/** What a parallelism comes to, in tokens/s per GPU. */
export interface WeighedParallelism {
  tensorParallel: number;
  norms?: "fused";
  /** Of the best plan without overlap. */
  sequential: number;
  /** That no plan exceeds. */
  optimum: number;
  /** Of the plan that was found; null where none was searched. */
  planned: number | null;
  /** Why no plan was searched. */
  unsearched?: "optimum" | "interrupted" | "time" | undefined;
}

/** The plan with the most tokens/s per GPU, and those that it was weighed against. */
export interface WeighedSearch {
  setup: Setup;
  result: SearchResult;
  /** By rising parallelism, fused norms behind others. */
  parallelisms: readonly WeighedParallelism[];
}

export interface WeighingHooks extends SearchHooks {
  /** A search begins. */
  onSearch?: (setup: Setup) => void;
}

/**
 * Searches a plan for each parallelism and takes the one with the most tokens/s per GPU; the smaller
 * parallelism of equals. One whose optimum is below the best plan is not searched.
 *
 * @param setups of one model, GPU and workload
 * @param commandOf the command that makes the plan of a setup again
 * @throws PlannerError as `searchPlan`, unless a plan was found before
 */
export async function weighParallelisms(
  setups: readonly [Setup, ...Setup[]],
  effort: EffortOptions,
  commandOf: (setup: Setup) => string,
  { onSearch, ...hooks }: WeighingHooks = {},
): Promise<WeighedSearch> {
  const [only, ...others] = setups;
  if (others.length === 0) {
    onSearch?.(only);
    const result = await searchPlan(searchRequest(only, effort, commandOf(only)), hooks);
    return { setup: only, result, parallelisms: [] };
  }
  const { timeLimit } = effort;
  const started = performance.now();
  const weighed = await mostPromisingFirst(setups, effort);
  let best: Found | undefined;
  for (const [index, { setup, row }] of weighed.entries()) {
    const leftS =
      timeLimit === undefined ? undefined : timeLimit - (performance.now() - started) / 1000;
    row.unsearched = best && reasonToStop(row, best, leftS, hooks.signal);
    if (row.unsearched !== undefined) continue;
    onSearch?.(setup);
    // What one search leaves of its share of the time, the next may take.
    const share = leftS === undefined ? {} : { timeLimit: leftS / (weighed.length - index) };
    const request = searchRequest(setup, { ...effort, ...share }, commandOf(setup));
    const result = await searchUnlessStopped(request, hooks, best !== undefined);
    if (result === undefined) row.unsearched = "interrupted";
    else {
      row.planned = result.plan.predicted.tokensPerSecondPerGpu;
      if (best === undefined || isBetter({ setup, result }, best)) best = { setup, result };
    }
  }
  const parallelisms = weighed
    .map(({ row }) => row)
    .sort((a, b) => a.tensorParallel - b.tensorParallel || fusedLast(a) - fusedLast(b));
  return { ...(best as Found), parallelisms };
}

type Found = Pick<WeighedSearch, "setup" | "result">;

/** The setup whose best plan without overlap has the most tokens/s per GPU. */
export async function mostPromising(
  setups: readonly [Setup, ...Setup[]],
  effort: EffortOptions,
): Promise<Setup> {
  if (setups.length === 1) return setups[0];
  const [first] = await mostPromisingFirst(setups, effort);
  return first.setup;
}

/** By the best plan without overlap, which takes no search. */
async function mostPromisingFirst(
  setups: readonly [Setup, ...Setup[]],
  effort: EffortOptions,
): Promise<[Weighing, ...Weighing[]]> {
  const weighed: Weighing[] = [];
  for (const setup of setups) weighed.push({ setup, row: await weigh(setup, effort) });
  return weighed.sort((a, b) => b.row.sequential - a.row.sequential) as [Weighing, ...Weighing[]];
}

interface Weighing {
  setup: Setup;
  row: WeighedParallelism;
}

async function weigh(setup: Setup, effort: EffortOptions): Promise<WeighedParallelism> {
  const { plan } = await searchPlan(searchRequest(setup, { ...effort, method: "none" }, ""));
  return {
    tensorParallel: setup.tensorParallel,
    ...(setup.norms && { norms: setup.norms }),
    sequential: plan.predicted.tokensPerSecondPerGpu,
    optimum: optimumOf(setup),
    planned: null,
  };
}

/** The most that any of the dense batches allows by the roofline and by energy. */
function optimumOf({ model, tensorParallel, norms, batches, profile }: Setup): number {
  const costs = new CostTable(profile.profile);
  return Math.max(
    ...batches.map((batch) => {
      const { step } = analyze(model, tensorParallel, batch, costs.ceilings, norms);
      const { roofline, energy } = optimaOf({ model, tensorParallel, batch, norms }, step, costs);
      return Math.min(roofline, energy ?? roofline);
    }),
  );
}

function reasonToStop(
  { optimum }: WeighedParallelism,
  { result }: Found,
  leftS: number | undefined,
  signal: AbortSignal | undefined,
): WeighedParallelism["unsearched"] {
  if (optimum <= result.plan.predicted.tokensPerSecondPerGpu) return "optimum";
  if (signal?.aborted) return "interrupted";
  return leftS !== undefined && leftS <= 0 ? "time" : undefined;
}

/** @returns undefined when it was interrupted before its first plan, and there is another */
async function searchUnlessStopped(
  request: SearchRequest,
  hooks: SearchHooks,
  hasOther: boolean,
): Promise<SearchResult | undefined> {
  try {
    return await searchPlan(request, hooks);
  } catch (error) {
    if (hasOther && error instanceof PlannerError && error.code === "E_INTERRUPTED") return;
    throw error;
  }
}

function isBetter(one: Found, other: Found): boolean {
  const rateOf = ({ result }: Found) => result.plan.predicted.tokensPerSecondPerGpu;
  const smaller = one.setup.tensorParallel < other.setup.tensorParallel;
  return rateOf(one) > rateOf(other) || (smaller && rateOf(one) === rateOf(other));
}

function fusedLast({ norms }: WeighedParallelism): number {
  return norms === undefined ? 0 : 1;
}

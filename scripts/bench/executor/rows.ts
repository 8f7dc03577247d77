import { CostTable } from "../../../src/cost/cost-table.ts";
import type { Plan } from "../../../src/generated/plan.ts";
import { readPlan } from "../../../src/plan/plan-file.ts";
import { lowerPlan } from "../../../src/program/lower.ts";
import { sequentialCounterpart } from "../../../src/search/emit/baseline-plan.ts";
import { loadProfileOf } from "../../../src/setup/plan-profile.ts";
import type { TrialVerdict } from "../../../src/trial/measured-outcome.ts";
import type { BatchPlan, ComparedRun, PlanRun } from "./commands.ts";

/** A plan of a batch, predicted and measured. Times per layer. */
export interface Row {
  batch: string;
  plan: PlanKind;
  predictedUs: number;
  measuredUs: number;
  /** measuredUs / predictedUs - 1 */
  error: number;
  spread: number;
  clockMhz: number | null;
  powerW: number | null;
  /** Of an overlapped plan against the sequential one. */
  verdict?: TrialVerdict;
  speedup?: number;
  /** Whether it is the plan of a card without a power cap. */
  uncapped?: boolean;
  /** Whether `search` trusts its gain; left out where a plan was there before. */
  emitted?: boolean;
  /** Of a sequential plan: what the profile measured of its kernels, at the clock that the GPU kept. */
  kernelsUs?: number;
  /** The period over `kernelsUs`, less 1. */
  graphOverhead?: number;
  /** The host's time for launching a step, over the step. */
  hostShare?: number;
}

export type PlanKind = "overlapped" | "sequential" | "without overlap";

/**
 * What was measured for a batch, a row a plan: the overlapped one if there is one, the sequential
 * one, and the split without overlap if there is one.
 */
export function rowsOf(batch: string, found: BatchPlan, run: ComparedRun): Row[] {
  const { plan } = readPlan(found.path);
  const costs = new CostTable(loadProfileOf(found.path, plan).profile);
  const overlapped = plan.kind === "overlapped";
  return [
    ...(overlapped ? [{ ...rowOf(batch, "overlapped", run.plan), ...verdictOf(found, run) }] : []),
    { ...rowOf(batch, "sequential", run.sequential), ...overheadsOf(plan, costs, run.sequential) },
    ...(run.nanoBatchOnly === null ? [] : [rowOf(batch, "without overlap", run.nanoBatchOnly)]),
  ];
}

/** What became of the promise of an overlapped plan. */
function verdictOf({ trust, uncapped }: BatchPlan, { comparisons }: ComparedRun): Partial<Row> {
  const { verdict, speedup } = comparisons.sequential;
  return {
    verdict,
    speedup,
    uncapped,
    ...(uncapped && { emitted: false }),
    ...(trust && !uncapped && { emitted: trust.gain > trust.uncertainty }),
  };
}

function rowOf(
  batch: string,
  plan: PlanKind,
  { predictedPeriodUs, periodUs, spread, clockMhz, powerW }: PlanRun,
): Row {
  const error = periodUs / predictedPeriodUs - 1;
  return {
    batch,
    plan,
    predictedUs: predictedPeriodUs,
    measuredUs: periodUs,
    error,
    spread,
    clockMhz,
    powerW,
  };
}

/** What a step costs beyond its kernels; those of the graph only where the clock is known. */
function overheadsOf(
  plan: Plan,
  costs: CostTable,
  { periodUs, clockMhz, hostUs, stepUs }: PlanRun,
): Pick<Row, "kernelsUs" | "graphOverhead" | "hostShare"> {
  const hostShare = hostUs / stepUs;
  if (clockMhz === null) return { hostShare };
  const { instructions } = lowerPlan(sequentialCounterpart(plan, costs), 1);
  const stretch = costs.boostClockMhz / clockMhz - 1;
  const kernelsUs = instructions.reduce((sum, { kernel, implementation, size }) => {
    const soloUs = costs.soloUs(kernel, implementation, "whole", "whole", size) ?? Number.NaN;
    const sensitivity = costs.clockSensitivity(kernel, size, { side: "whole", soloUs });
    return sum + soloUs * (1 + sensitivity * stretch);
  }, 0);
  return { kernelsUs, graphOverhead: periodUs / kernelsUs - 1, hostShare };
}

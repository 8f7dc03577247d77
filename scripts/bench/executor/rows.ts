import { CostTable } from "../../../src/cost/cost-table.ts";
import { readPlan } from "../../../src/plan/plan-file.ts";
import { lowerPlan } from "../../../src/program/lower.ts";
import { sequentialCounterpart } from "../../../src/search/emit/baseline-plan.ts";
import { loadProfileOf } from "../../../src/setup/plan-profile.ts";

/**
 * What was measured for a batch, a row a plan: the overlapped one if there is one, the sequential
 * one, and the split without overlap if there is one.
 */
export function rowsOf(batch, { path, trust, uncapped }, run) {
  const { plan } = readPlan(path);
  const costs = new CostTable(loadProfileOf(path, plan).profile);
  const overlapped = plan.kind === "overlapped";
  const rows = [
    ...(overlapped ? [rowOf(batch, "overlapped", run.plan)] : []),
    rowOf(batch, "sequential", run.sequential),
    ...(run.nanoBatchOnly === null ? [] : [rowOf(batch, "without overlap", run.nanoBatchOnly)]),
  ];
  return rows.map((row) => {
    if (row.plan === "overlapped") {
      const { verdict, speedup } = run.comparisons.sequential;
      return {
        ...row,
        verdict,
        speedup,
        uncapped,
        ...(uncapped && { emitted: false }),
        ...(trust && !uncapped && { emitted: trust.gain > trust.uncertainty }),
      };
    }
    if (row.plan !== "sequential") return row;
    return { ...row, ...overheadsOf(plan, costs, run.sequential) };
  });
}

function rowOf(batch, plan, { predictedPeriodUs, periodUs, spread, clockMhz, powerW }) {
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

/**
 * What a step costs beyond its kernels. `graphOverhead`: the period over the sum of what the
 * profile measured of its kernels, each alone, at the clock that the GPU kept. `hostShare`: the
 * host's time for launching a step, over the step.
 */
function overheadsOf(plan, costs, { periodUs, clockMhz, hostUs, stepUs }) {
  const hostShare = hostUs / stepUs;
  if (clockMhz === null) return { hostShare };
  const { instructions } = lowerPlan(sequentialCounterpart(plan, costs), 1);
  const stretch = costs.boostClockMhz / clockMhz - 1;
  const kernelsUs = instructions.reduce((sum, { kernel, implementation, size }) => {
    const soloUs = costs.soloUs(kernel, implementation, "whole", "whole", size);
    const sensitivity = costs.clockSensitivity(kernel, size, { side: "whole", soloUs });
    return sum + soloUs * (1 + sensitivity * stretch);
  }, 0);
  return { kernelsUs, graphOverhead: periodUs / kernelsUs - 1, hostShare };
}

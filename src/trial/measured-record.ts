import { PlannerError } from "../errors.ts";
import type { Plan } from "../generated/plan.ts";
import type { CudaRun } from "./run-plans.ts";

/**
 * What a plan file keeps of a run on a GPU: the figures of `plan`, and its gain over `sequential`
 * where that ran too.
 *
 * @param layers that ran
 * @param command of the run, for its provenance
 * @throws PlannerError `E_INTERNAL` when no plan of that name ran
 */
export function measuredRecord(
  { hello, outcomes, comparisons }: CudaRun,
  layers: number,
  command: string,
): NonNullable<Plan["measured"]> {
  const measured = outcomes.get("plan")?.measured;
  if (measured === undefined) throw new PlannerError("E_INTERNAL", "the plan was not measured");
  const { periodUs, spread, samples, stepUs, clockMhz, powerW } = measured;
  const [other, comparison] = [outcomes.get("sequential"), comparisons.get("sequential")];
  return {
    periodUs: rounded(periodUs),
    spread: Number(spread.toPrecision(3)),
    samples,
    layers,
    stepUs: rounded(stepUs),
    clockMhz: clockMhz === null ? null : Math.round(clockMhz),
    powerW: powerW === null ? null : Math.round(powerW),
    gpu: hello.devices[0].gpu,
    driverVersion: hello.driverVersion,
    cublasLtVersion: hello.cublasLtVersion,
    measuredAt: new Date().toISOString(),
    command,
    ...(other !== undefined &&
      comparison !== undefined && {
        sequential: {
          periodUs: rounded(other.measured.periodUs),
          speedup: Number(comparison.speedup.toPrecision(4)),
          verdict: comparison.verdict,
        },
      }),
  };
}

function rounded(us: number): number {
  return Math.round(us * 100) / 100;
}

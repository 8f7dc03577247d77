import { aroundLayersUs } from "../cost/around-layers.ts";
import type { CostTable } from "../cost/cost-table.ts";
import { PlannerError } from "../errors.ts";
import type { Document } from "../files/document.ts";
import type { Plan } from "../generated/plan.ts";
import { formatNumber } from "../text/units.ts";
import { simulatedRun, timeFault } from "./own-times.ts";
import type { Remark } from "./remark.ts";

/** Figures are rounded, and the simulator's clock is found by iteration. */
const TOLERANCE = 2e-4;

type Figure = "periodUs" | "stepUs" | "clockMhz" | "powerW";

const WORDS: Readonly<Record<Figure, [what: string, unit: string]>> = {
  periodUs: ["the period", "µs"],
  stepUs: ["the step", "µs"],
  clockMhz: ["the clock", "MHz"],
  powerW: ["the power", "W"],
};

/**
 * Holds what a plan predicts of itself to what the simulator says of its program. The times of its
 * nano-operations come last, since a wrong period makes them all wrong.
 *
 * @param plan a sound one: the others have no program
 * @param costs of the profile that it was made from
 */
export function predictionRemarks(plan: Plan, document: Document, costs: CostTable): Remark[] {
  const run = simulatedRun(plan, plan.model.layers, costs);
  const { periodUs, totalUs, clockMhz, powerW } = run.simulation;
  const aroundUs = aroundLayersOf(plan, clockMhz, costs);
  const simulated = {
    ...{ periodUs, clockMhz, powerW },
    stepUs: aroundUs === undefined ? undefined : totalUs + aroundUs,
  };
  const remark = (
    keys: readonly (string | number)[],
    message: string,
    severity: Remark["severity"] = "error",
  ): Remark => ({
    severity,
    code: "prediction",
    message,
    position: document.positionOf([...keys]),
  });
  const remarks = (Object.keys(WORDS) as Figure[]).flatMap((key) => {
    const [what, unit] = WORDS[key];
    const [stated, found] = [plan.predicted[key], simulated[key]];
    const keys = ["predicted", key];
    if (found === undefined) {
      const message = `${what} was not checked: the profile has no times of what is around the layers`;
      return [remark(keys, message, "note")];
    }
    if (isNear(stated, found)) return [];
    const message = `${what} is ${told(stated, unit)}, but the simulator says ${told(found, unit)}`;
    return [remark(keys, message)];
  });
  if (remarks.some(({ severity }) => severity === "error")) return remarks;
  const fault = timeFault(plan, costs, run);
  return fault === undefined ? remarks : [...remarks, remark(fault.keys, fault.message)];
}

/** @returns µs; undefined where the profile cannot time that */
function aroundLayersOf(
  { model, workload }: Plan,
  clockMhz: number,
  costs: CostTable,
): number | undefined {
  const batch = { ...workload, tokens: workload.denseBatchTokens };
  try {
    return aroundLayersUs(model, batch, costs, costs.boostClockMhz / clockMhz - 1);
  } catch (error) {
    if (error instanceof PlannerError) return undefined;
    throw error;
  }
}

function isNear(stated: number | null, simulated: number | null): boolean {
  if (stated === null || simulated === null) return stated === simulated;
  return Math.abs(stated - simulated) <= TOLERANCE * Math.abs(simulated);
}

function told(value: number | null, unit: string): string {
  return value === null ? "null" : `${formatNumber(value)} ${unit}`;
}

import type { CostTable } from "../../cost/cost-table.ts";
import { layerPower } from "../../cost/layer-power.ts";
import { equilibrium } from "../../cost/power.ts";
import { PlannerError } from "../../errors.ts";
import { kernelSize } from "../../ir/kernel-size.ts";
import type { BatchPart, OpGraph } from "../../ir/op-graph.ts";
import { dependenceOrder } from "../problem/order.ts";
import { modeUs, type SearchProblem } from "../problem/problem.ts";
import type { Candidate } from "./candidate.ts";
import { evaluate } from "./schedule.ts";

/**
 * One nano-operation after the other, each with the whole GPU and its fastest implementation:
 * the sequential plan of a single nano-batch, the nano-batch-only plan of several.
 */
export function sequentialSchedule(problem: SearchProblem): Candidate {
  const modes = problem.units.map((unit) =>
    unit.modes
      .filter((mode) => problem.modes[mode]?.side === "whole")
      .reduce((best, mode) => (modeUs(problem, mode) < modeUs(problem, best) ? mode : best)),
  );
  const schedule = { sequence: layerOrder(problem), modes, lags: [] };
  const evaluation = evaluate(problem, schedule);
  if (evaluation === undefined) {
    throw new PlannerError("E_INTERNAL", `structure ${problem.name} cannot run in sequence`);
  }
  return { schedule, evaluation };
}

/** Period of the sequential plan of a batch, without a search problem, µs. */
export function sequentialPeriodUs(graph: OpGraph, batch: BatchPart, costs: CostTable): number {
  const uses = graph.operations.map((operation) => ({
    kernel: operation.kernel,
    lane: operation.lane,
    size: kernelSize(operation, batch),
  }));
  const wholeUs = uses.map(({ kernel, size }) => {
    const { soloUs, clockSensitivity } = costs.wholeGpu(kernel, size);
    return { us: soloUs, sensitivity: clockSensitivity };
  });
  const at = (stretch: number) =>
    wholeUs.reduce((sum, { us, sensitivity }) => sum + us * (1 + sensitivity * stretch), 0);
  return equilibrium(layerPower(uses, costs), at).periodUs;
}

/**
 * Units in an order that the dependences within a layer allow, one part as far as it goes, then the
 * next.
 */
export function layerOrder({ units, arcs }: SearchProblem): number[] {
  const byPart = [...units.keys()].sort((a, b) => units[a]!.part - units[b]!.part || a - b);
  return dependenceOrder(byPart, arcs);
}

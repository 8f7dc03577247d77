import { PlannerError } from "../errors.ts";
import { chainsOf } from "./block-schedule.ts";
import { modeUs, type SearchProblem } from "./problem.ts";
import { evaluate } from "./schedule.ts";
import type { Candidate } from "./solve-structure.ts";

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
  const schedule = { sequence: chainsOf(problem).flat(), modes, lag: 0 };
  const evaluation = evaluate(problem, schedule);
  if (evaluation === undefined) {
    throw new PlannerError("E_INTERNAL", `structure ${problem.name} cannot run in sequence`);
  }
  return { schedule, evaluation };
}

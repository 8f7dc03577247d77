import { type MixedIntegerProgram, ProgramBuilder } from "../solver/mixed-integer-program.ts";
import type { JointData } from "./joint-data.ts";
import { type JointVariables, jointVariables } from "./joint-variables.ts";
import { addDependences, addOrder, addOverlap } from "./order-constraints.ts";
import { addExclusion, type Pattern } from "./pattern.ts";
import {
  addBusyPeriod,
  addCoRuns,
  addExecution,
  addModeChoice,
  type Pace,
} from "./work-constraints.ts";

/** What the program is asked: is there a better schedule than one with the target's period? */
export interface JointGoal extends Pace {
  /** Schedules whose period is known already. */
  excluded: readonly Pattern[];
}

/**
 * The joint integer program of a structure: modes, order, stages and times at once, at one clock.
 *
 * Times are shares of the period, and the rate is the target over the period. In these the program
 * is linear, although how long a unit takes depends on its mode and on what runs beside it. It sees a
 * timetable twice: as the configurations in flight, whose measured speeds say what gets done; and
 * as a place of each unit in the period. The configurations with a unit add up to its length, and
 * those with a pair last no longer than its places overlap; since something is in flight all the
 * time, they cannot last shorter either.
 *
 * Units may start later than they could, which no schedule does, so the program may claim a period
 * that the simulator does not confirm. Otherwise the two agree.
 *
 * There is always a solution: to keep the schedule in hand. So no solver has to tell "there is
 * none" from "gave up".
 */
export function jointProgram(
  data: JointData,
  goal: JointGoal,
): { program: MixedIntegerProgram; variables: JointVariables } {
  const program = new ProgramBuilder();

  const variables = jointVariables(data, goal.highestRate, program);

  addModeChoice(program, data, variables, goal);
  addExecution(program, data, variables, goal);
  addBusyPeriod(program, variables);
  addCoRuns(program, data, variables, goal);
  addDependences(program, data, variables);
  addOrder(program, data, variables);
  addOverlap(program, data, variables);
  for (const pattern of goal.excluded) addExclusion(program, data, variables, pattern);

  program.minimise([{ column: variables.rate, coefficient: -1 }]);

  return { program: program.build(), variables };
}

import { energyBoundUs, equilibriumOf } from "../../cost/power.ts";
import { formsOf, modesCompatible, type Schedule, type SearchProblem } from "../problem/problem.ts";
import { simulationOf, type Timetable } from "./period-simulation.ts";
import { schedulePower } from "./schedule-power.ts";

/** Arc that a schedule adds so that incompatible units keep their order. */
export interface OrderArc {
  from: number;
  to: number;
  distance: number;
}

export interface Evaluation extends Timetable {
  stretch: number;
  /** Shortest period that the cap allows for the layer's energy at this clock, µs. */
  energyUs: number;
}

/** The arcs that keep incompatible units in the order of the sequence, period after period. */
export function orderArcs(
  problem: SearchProblem,
  { sequence, modes }: Schedule,
  stages: readonly number[],
): OrderArc[] {
  const arcs: OrderArc[] = [];
  for (let later = 1; later < sequence.length; later++) {
    for (let earlier = 0; earlier < later; earlier++) {
      const a = sequence[earlier] as number;
      const b = sequence[later] as number;
      if (modesCompatible(problem, modes[a] as number, modes[b] as number)) continue;
      const lead = (stages[a] as number) - (stages[b] as number);
      arcs.push({ from: a, to: b, distance: lead }, { from: b, to: a, distance: 1 - lead });
    }
  }
  return arcs;
}

/**
 * Period in the steady state at a clock, by simulation of several periods, µs.
 *
 * @returns undefined when the sequence contradicts the dependences
 */
export function periodUsAt(
  problem: SearchProblem,
  schedule: Schedule,
  stretch: number,
): number | undefined {
  const simulation = simulationOf(problem);
  return simulation.load(schedule) ? simulation.periodUs(stretch) : undefined;
}

/**
 * Timetable at the clock where the schedule's power meets the cap. What co-running saves of the energy
 * follows at each clock from the timetable there.
 *
 * @returns undefined when the sequence contradicts the dependences
 */
export function evaluate(problem: SearchProblem, schedule: Schedule): Evaluation | undefined {
  const simulation = simulationOf(problem);
  if (!simulation.load(schedule)) return undefined;
  const powerOf = schedulePower(problem, formsOf(problem, schedule.modes));
  const at = (stretch: number) => {
    const simulated = simulation.timetable(stretch);
    return { ...simulated, energyUs: energyBoundUs(powerOf(simulated), stretch) };
  };
  const { stretch, periodUs, layer } = equilibriumOf(at, 1e-4);
  return { ...layer, periodUs, stretch };
}

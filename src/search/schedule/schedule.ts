import { simulateEvents } from "../../cost/event-simulation.ts";
import { energyBoundUs, equilibriumOf } from "../../cost/power.ts";
import {
  clockedUs,
  modesCompatible,
  type Schedule,
  type SearchProblem,
  type Unit,
} from "../problem/problem.ts";
import { schedulePower } from "./schedule-power.ts";

/** Arc between nano-operations: `to` in period p waits for `from` in period p - periods. */
interface PeriodArc {
  from: number;
  to: number;
  periods: number;
}

/** Arc that a schedule adds so that incompatible units keep their order. */
export interface OrderArc {
  from: number;
  to: number;
  distance: number;
}

export interface Timetable {
  periodUs: number;
  /** Start in the steady state, from the start of the period's first unit; per nano-operation. */
  startUs: number[];
  durationUs: number[];
  /** Of that time, how long something else is in flight; per nano-operation. */
  coRunUs: number[];
}

export interface Evaluation extends Timetable {
  stretch: number;
  /** Shortest period that the cap allows for the layer's energy at this clock, µs. */
  energyUs: number;
}

const PERIODS = 8;
const MEASURED_PERIODS = 4;
/** The period that stands for all: the last ones lack those after them to co-run with. */
const SHOWN_PERIOD = PERIODS - 3;

/**
 * Stage of each unit: how many layers it runs behind the newest layer of its period, given the
 * order of starts. Longest paths over the dependences.
 *
 * @returns undefined when the sequence contradicts the dependences
 */
export function stagesOf(
  problem: SearchProblem,
  { sequence, lags }: Schedule,
): number[] | undefined {
  const position = positionsOf(sequence);
  const stages = problem.units.map(({ part }) => lags[part] ?? 0);
  for (let round = 0; round <= problem.units.length; round++) {
    let changed = false;
    for (const { from, to, distance } of problem.arcs) {
      const wraps = (position[from] as number) >= (position[to] as number) ? 1 : 0;
      const least = (stages[from] as number) - distance + wraps;
      if ((stages[to] as number) >= least) continue;
      stages[to] = least;
      changed = true;
    }
    if (changed) continue;
    // The lag may have pushed every part on; somebody works on the newest layer.
    const newest = Math.min(...stages);
    return stages.map((stage) => stage - newest);
  }
  return undefined;
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
 * Steady-state timetable at a clock, by simulation of several periods.
 *
 * @returns undefined when the sequence contradicts the dependences
 */
export function timetable(
  problem: SearchProblem,
  schedule: Schedule,
  stretch: number,
): Timetable | undefined {
  const stages = stagesOf(problem, schedule);
  if (stages === undefined) return undefined;
  const arcs = periodArcs(problem, schedule, stages);
  return simulatePeriods(problem, formsOf(problem, schedule.modes), schedule, arcs, stretch);
}

/**
 * Timetable at the clock where the schedule's power meets the cap. What co-running saves of the energy
 * follows at each clock from the timetable there.
 */
export function evaluate(problem: SearchProblem, schedule: Schedule): Evaluation | undefined {
  const stages = stagesOf(problem, schedule);
  if (stages === undefined) return undefined;
  const arcs = periodArcs(problem, schedule, stages);
  const form = formsOf(problem, schedule.modes);
  const powerOf = schedulePower(problem, form);
  const at = (stretch: number) => {
    const simulated = simulatePeriods(problem, form, schedule, arcs, stretch);
    return { ...simulated, energyUs: energyBoundUs(powerOf(simulated), stretch) };
  };
  const { stretch, periodUs, layer } = equilibriumOf(at, 1e-4);
  return { ...layer, periodUs, stretch };
}

function periodArcs(
  problem: SearchProblem,
  schedule: Schedule,
  stages: readonly number[],
): PeriodArc[] {
  const result: PeriodArc[] = [];
  const push = (from: number, to: number, distance: number) => {
    const { members: producers } = problem.units[from] as Unit;
    const { members: consumers } = problem.units[to] as Unit;
    result.push({
      from: producers.at(-1) as number,
      to: consumers[0] as number,
      periods: distance + (stages[to] as number) - (stages[from] as number),
    });
  };
  for (const { from, to, distance } of problem.arcs) push(from, to, distance);
  for (const { from, to, distance } of orderArcs(problem, schedule, stages)) {
    push(from, to, distance);
  }
  for (const { members } of problem.units) {
    result.push({ from: members.at(-1) as number, to: members[0] as number, periods: 1 });
    for (let k = 1; k < members.length; k++) {
      result.push({ from: members[k - 1] as number, to: members[k] as number, periods: 0 });
    }
  }
  return result;
}

function simulatePeriods(
  problem: SearchProblem,
  form: Int32Array,
  schedule: Schedule,
  arcs: readonly PeriodArc[],
  stretch: number,
): Timetable {
  const n = problem.nanoOperations.length;
  const count = n * PERIODS;
  const durationUs = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    durationUs[i] = clockedUs(problem, form[i % n] as number, stretch);
  }
  const forms = problem.formUs.length;
  const { startUs, finishUs, coRunUs } = simulateEvents({
    count,
    durationUs,
    ...unroll(arcs, n),
    slowdown: (a, b) =>
      problem.slowdown[(form[a % n] as number) * forms + (form[b % n] as number)] as number,
  });

  const last = (PERIODS - 1) * n;
  const before = (PERIODS - 1 - MEASURED_PERIODS) * n;
  let span = 0;
  for (let k = 0; k < n; k++) {
    span = Math.max(span, (finishUs[last + k] as number) - (finishUs[before + k] as number));
  }
  const periodUs = span / MEASURED_PERIODS;
  const firstUnit = problem.units[schedule.sequence[0] as number] as Unit;
  const shown = SHOWN_PERIOD * n;
  const origin = startUs[shown + (firstUnit.members[0] as number)] as number;
  const starts: number[] = [];
  const durations: number[] = [];
  for (let k = 0; k < n; k++) {
    const start = startUs[shown + k] as number;
    starts.push(withinPeriod(start - origin, periodUs));
    durations.push((finishUs[shown + k] as number) - start);
  }
  return {
    periodUs,
    startUs: starts,
    durationUs: durations,
    coRunUs: Array.from(coRunUs.subarray(shown, shown + n)),
  };
}

/**
 * A start in the period that it repeats in. What starts at the period's very end stays there: a
 * rounding error must not move it to the front, one period before what it waits for.
 */
function withinPeriod(startUs: number, periodUs: number): number {
  const rounding = 1e-9 * periodUs;
  if (startUs > -rounding && startUs < periodUs + rounding) return Math.max(0, startUs);
  return ((startUs % periodUs) + periodUs) % periodUs;
}

/** Waits of all periods; those on periods before the first are dropped. */
function unroll(arcs: readonly PeriodArc[], n: number) {
  const byConsumer: PeriodArc[][] = Array.from({ length: n }, () => []);
  for (const arc of arcs) byConsumer[arc.to]?.push(arc);
  const waitStarts = new Int32Array(n * PERIODS + 1);
  const waits = new Int32Array(arcs.length * PERIODS);
  let used = 0;
  for (let period = 0; period < PERIODS; period++) {
    for (let k = 0; k < n; k++) {
      for (const { from, periods } of byConsumer[k] as PeriodArc[]) {
        if (periods <= period) waits[used++] = (period - periods) * n + from;
      }
      waitStarts[period * n + k + 1] = used;
    }
  }
  return { waitStarts, waits: waits.subarray(0, used) };
}

/** Running form of each nano-operation under the chosen modes. */
export function formsOf(problem: SearchProblem, modes: readonly number[]): Int32Array {
  const form = new Int32Array(problem.nanoOperations.length);
  problem.units.forEach((unit, u) => {
    const first = problem.firstForm[modes[u] as number] as number;
    unit.members.forEach((member, k) => {
      form[member] = first + k;
    });
  });
  return form;
}

function positionsOf(sequence: readonly number[]): Int32Array {
  const position = new Int32Array(sequence.length);
  sequence.forEach((unit, index) => {
    position[unit] = index;
  });
  return position;
}

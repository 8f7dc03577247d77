import { clockedUs, formsInto, type Schedule, type SearchProblem } from "../problem/problem.ts";
import { compatibilityOf } from "./compatibility.ts";
import { stagesInto } from "./stages.ts";
import { Waits } from "./waits.ts";

/** Periods that are simulated from a standing start, and those at their end that are timed. */
const PERIODS = 8;
const MEASURED_PERIODS = 4;
/** The period that stands for all: the last ones lack those after them to co-run with. */
const SHOWN_PERIOD = PERIODS - 3;
/** A share of an instruction's work so small is none: it is left by rounding. */
const NOTHING_LEFT = 1e-9;

/** A schedule in the steady state. */
export interface Timetable {
  periodUs: number;
  /** Start in the steady state, from the start of the period's first unit; per nano-operation. */
  startUs: number[];
  durationUs: number[];
  /** Of that time, how long something else is in flight; per nano-operation. */
  coRunUs: number[];
}

/**
 * Simulates schedules of one problem over several periods, as `simulateEvents` does with all their
 * instructions written out.
 *
 * Local search asks for thousands of periods a second. So waits are stated once for all periods,
 * only those that no other implies, in tables that every schedule uses anew.
 */
export class PeriodSimulation {
  readonly #problem: SearchProblem;
  /** 1 at `a * modes + b` when modes a and b may be in flight together. */
  readonly #compatible: Uint8Array;
  readonly #stages: Int32Array;
  readonly #position: Int32Array;
  /** Running form of each nano-operation. */
  readonly #form: Int32Array;
  readonly #waits: Waits;
  readonly #soloUs: Float64Array;
  readonly #waiting: Int32Array;
  readonly #startUs: Float64Array;
  readonly #finishUs: Float64Array;
  readonly #coRunUs: Float64Array;
  readonly #remaining: Float64Array;
  readonly #rate: Float64Array;
  readonly #inFlight: Int32Array;
  readonly #done: Int32Array;
  #firstUnit = 0;

  constructor(problem: SearchProblem) {
    const n = problem.nanoOperations.length;
    const count = n * PERIODS;
    this.#problem = problem;
    this.#compatible = compatibilityOf(problem);
    this.#stages = new Int32Array(problem.units.length);
    this.#position = new Int32Array(problem.units.length);
    this.#form = new Int32Array(n);
    this.#waits = new Waits(n);
    this.#soloUs = new Float64Array(n);
    this.#waiting = new Int32Array(count);
    this.#startUs = new Float64Array(count);
    this.#finishUs = new Float64Array(count);
    this.#coRunUs = new Float64Array(count);
    this.#remaining = new Float64Array(count);
    this.#rate = new Float64Array(count);
    this.#inFlight = new Int32Array(count);
    this.#done = new Int32Array(count);
  }

  /**
   * Takes a schedule, to be simulated at any clocks.
   *
   * @returns false when its sequence contradicts the dependences
   */
  load(schedule: Schedule): boolean {
    if (!stagesInto(this.#stages, this.#position, this.#problem, schedule)) return false;
    formsInto(this.#form, this.#problem, schedule.modes);
    this.#firstUnit = schedule.sequence[0] as number;
    this.#waits.clear();
    this.#waitForMembers();
    this.#waitForDependences();
    this.#waitForTurns(schedule);
    this.#waits.sort();
    return true;
  }

  /** Period of the schedule at a clock, µs. */
  periodUs(stretch: number): number {
    this.#run(stretch);
    return this.#measuredUs();
  }

  timetable(stretch: number): Timetable {
    this.#run(stretch);
    const periodUs = this.#measuredUs();
    const n = this.#form.length;
    const shown = SHOWN_PERIOD * n;
    const members = this.#problem.units[this.#firstUnit]?.members ?? [];
    const originUs = this.#startUs[shown + (members[0] as number)] as number;
    const startUs: number[] = [];
    const durationUs: number[] = [];
    for (let k = 0; k < n; k++) {
      const start = this.#startUs[shown + k] as number;
      startUs.push(withinPeriod(start - originUs, periodUs));
      durationUs.push((this.#finishUs[shown + k] as number) - start);
    }
    const coRunUs = Array.from(this.#coRunUs.subarray(shown, shown + n));
    return { periodUs, startUs, durationUs, coRunUs };
  }

  /** A unit's members run one after the other, and its next run comes after this one. */
  #waitForMembers(): void {
    for (const { members } of this.#problem.units) {
      this.#waits.add(members.at(-1) as number, members[0] as number, 1);
      for (let k = 1; k < members.length; k++) {
        this.#waits.add(members[k - 1] as number, members[k] as number, 0);
      }
    }
  }

  #waitForDependences(): void {
    for (const { from, to, distance } of this.#problem.arcs) {
      const periods = distance + (this.#stages[to] as number) - (this.#stages[from] as number);
      this.#waitForUnit(from, to, periods);
    }
  }

  /**
   * Incompatible units keep the order of the sequence, period after period. Going back from a unit,
   * what an incompatible one already waits for needs no wait of its own.
   */
  #waitForTurns({ sequence, modes }: Schedule): void {
    const count = sequence.length;
    const compatible = this.#compatible;
    const width = this.#problem.modes.length;
    const kept: number[] = [];
    for (let at = 0; at < count; at++) {
      const to = sequence[at] as number;
      const row = (modes[to] as number) * width;
      kept.length = 0;
      for (let back = 1; back < count; back++) {
        const before = at - back < 0 ? at - back + count : at - back;
        const from = sequence[before] as number;
        const mode = modes[from] as number;
        if (compatible[row + mode] === 1) continue;
        let implied = false;
        for (let k = 0; k < kept.length && !implied; k++) {
          implied = compatible[(kept[k] as number) * width + mode] === 0;
        }
        if (implied) continue;
        kept.push(mode);
        this.#waitForUnit(from, to, before < at ? 0 : 1);
      }
    }
  }

  #waitForUnit(from: number, to: number, periods: number): void {
    const { units } = this.#problem;
    const [producers, consumers] = [units[from]?.members ?? [], units[to]?.members ?? []];
    this.#waits.add(producers[producers.length - 1] as number, consumers[0] as number, periods);
  }

  #run(stretch: number): void {
    const { formUs, slowdown } = this.#problem;
    const n = this.#form.length;
    const count = n * PERIODS;
    const forms = formUs.length;
    const form = this.#form;
    const inFlight = this.#inFlight;
    const waiting = this.#waiting;
    const done = this.#done;
    const { starts, to, periods } = this.#waits;
    for (let k = 0; k < n; k++) {
      this.#soloUs[k] = clockedUs(this.#problem, form[k] as number, stretch);
    }
    this.#waits.countInto(waiting, PERIODS);
    this.#coRunUs.fill(0);
    let flying = 0;
    for (let i = 0; i < count; i++) {
      if (waiting[i] !== 0) continue;
      this.#startUs[i] = 0;
      this.#remaining[i] = 1;
      inFlight[flying++] = i;
    }
    let now = 0;
    while (flying > 0) {
      let step = Number.POSITIVE_INFINITY;
      for (let x = 0; x < flying; x++) {
        const a = inFlight[x] as number;
        const row = (form[a % n] as number) * forms;
        let time = this.#soloUs[a % n] as number;
        for (let y = 0; y < flying; y++) {
          if (y === x) continue;
          time *= slowdown[row + (form[(inFlight[y] as number) % n] as number)] as number;
        }
        this.#rate[x] = 1 / time;
        const left = (this.#remaining[a] as number) * time;
        if (left < step) step = left;
      }
      now += step;
      let kept = 0;
      let ended = 0;
      const together = flying > 1;
      for (let x = 0; x < flying; x++) {
        const a = inFlight[x] as number;
        if (together) this.#coRunUs[a]! += step;
        const left = (this.#remaining[a] as number) - step * (this.#rate[x] as number);
        if (left > NOTHING_LEFT) {
          this.#remaining[a] = left;
          inFlight[kept++] = a;
        } else {
          done[ended++] = a;
        }
      }
      flying = kept;
      for (let x = 0; x < ended; x++) {
        const a = done[x] as number;
        this.#finishUs[a] = now;
        const k = a % n;
        const end = starts[k + 1] as number;
        for (let arc = starts[k] as number; arc < end; arc++) {
          const next = a - k + (periods[arc] as number) * n + (to[arc] as number);
          if (next >= count) continue;
          waiting[next]!--;
          if (waiting[next] !== 0) continue;
          this.#startUs[next] = now;
          this.#remaining[next] = 1;
          inFlight[flying++] = next;
        }
      }
    }
  }

  #measuredUs(): number {
    const n = this.#form.length;
    const last = (PERIODS - 1) * n;
    const before = last - MEASURED_PERIODS * n;
    let spanUs = 0;
    for (let k = 0; k < n; k++) {
      const us = (this.#finishUs[last + k] as number) - (this.#finishUs[before + k] as number);
      if (us > spanUs) spanUs = us;
    }
    return spanUs / MEASURED_PERIODS;
  }
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

const known = new WeakMap<SearchProblem, PeriodSimulation>();

/** The simulation of a problem, made once. */
export function simulationOf(problem: SearchProblem): PeriodSimulation {
  let simulation = known.get(problem);
  if (simulation === undefined) {
    simulation = new PeriodSimulation(problem);
    known.set(problem, simulation);
  }
  return simulation;
}

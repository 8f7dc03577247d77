import type { SplitId } from "../../cost/table/split.ts";
import {
  type Mode,
  modesCompatible,
  modeUs,
  type SearchProblem,
  type Unit,
} from "../problem/problem.ts";

/** Units that run side by side on one split, between two moments at which the GPU is idle. */
export interface Block {
  durationUs: number;
  /** In the order of their starts. */
  units: readonly number[];
  /** Mode of each of these units. */
  modes: readonly number[];
}

interface Flight {
  unit: number;
  mode: number;
  remaining: number;
}

/**
 * Values blocks by list scheduling: a part starts its units in the order of its chain, each as
 * soon as its dependences in the block are done and its mode is compatible with all in flight.
 */
export class BlockTable {
  private readonly problem: SearchProblem;
  private readonly needs: boolean[][];
  /** Of each unit. */
  private readonly modeCache: Map<SplitId, number | undefined>[];
  private readonly coRunCache = new Map<number, number>();
  private readonly quickestMode: number[];
  private readonly soloUs: Float64Array;

  constructor(problem: SearchProblem) {
    this.problem = problem;
    this.soloUs = Float64Array.from(problem.modes, (_, mode) => modeUs(problem, mode));
    const n = problem.units.length;
    this.modeCache = problem.units.map(() => new Map());
    this.needs = Array.from({ length: n }, () => new Array<boolean>(n).fill(false));
    for (const { from, to } of problem.arcs) (this.needs[to] as boolean[])[from] = true;
    this.quickestMode = problem.units.map((unit) => this.quickest(unit));
  }

  /** One unit with the GPU to itself, in its quickest mode. */
  alone(unit: number): Block {
    const mode = this.quickestMode[unit] as number;
    return { durationUs: this.soloUs[mode] as number, units: [unit], modes: [mode] };
  }

  /**
   * The units of up to two chains on one split; the first chain has the right of way.
   *
   * @param beatenUs time that the block must beat
   * @returns undefined unless something can overlap and the block beats that and its units alone
   */
  together(
    chains: readonly (readonly number[])[],
    split: SplitId,
    beatenUs: number,
  ): Block | undefined {
    const modes = new Map<number, number>();
    let mostUs = 0;
    for (const unit of chains.flat()) {
      mostUs += this.soloUs[this.quickestMode[unit] as number] as number;
      const mode = this.modeOnSplit(unit, split);
      if (mode === undefined) return undefined;
      modes.set(unit, mode);
    }
    mostUs = Math.min(mostUs, beatenUs);
    // Units of one side run one after the other, co-running no faster than alone.
    if (Math.max(this.sideUs(modes, "group"), this.sideUs(modes, "remainder")) >= mostUs) {
      return undefined;
    }
    return this.schedule(chains, modes, mostUs);
  }

  private sideUs(modes: ReadonlyMap<number, number>, side: Mode["side"]): number {
    let sum = 0;
    for (const mode of modes.values()) {
      if (this.problem.modes[mode]?.side === side) sum += this.soloUs[mode] as number;
    }
    return sum;
  }

  /** @returns undefined when the block takes so long or longer */
  private schedule(
    chains: readonly (readonly number[])[],
    modes: Map<number, number>,
    mostUs: number,
  ): Block | undefined {
    const next = chains.map(() => 0);
    const waiting = new Set(chains.flat());
    const order: number[] = [];
    let flights: Flight[] = [];
    let now = 0;
    const startReady = (): void => {
      chains.forEach((chain, c) => {
        for (let k = next[c] as number; k < chain.length; k++) {
          const unit = chain[k] as number;
          const mode = modes.get(unit) as number;
          const blocked =
            chain.slice(0, k).some((other) => waiting.has(other) && this.needs[unit]?.[other]) ||
            flights.some((flight) => !modesCompatible(this.problem, mode, flight.mode));
          if (blocked) return;
          flights.push({ unit, mode, remaining: 1 });
          order.push(unit);
          next[c] = k + 1;
        }
      });
    };
    startReady();
    while (flights.length > 0) {
      const times = flights.map((flight) =>
        flights.reduce(
          (time, other) =>
            other === flight ? time : time * this.slowdown(flight.mode, other.mode),
          this.soloUs[flight.mode] as number,
        ),
      );
      const step = Math.min(...flights.map((flight, k) => flight.remaining * (times[k] as number)));
      now += step;
      if (now >= mostUs) return undefined;
      flights.forEach((flight, k) => {
        flight.remaining -= step / (times[k] as number);
      });
      for (const flight of flights) if (flight.remaining <= 1e-9) waiting.delete(flight.unit);
      flights = flights.filter((flight) => flight.remaining > 1e-9);
      startReady();
    }
    return { durationUs: now, units: order, modes: order.map((unit) => modes.get(unit) as number) };
  }

  /** Slowdown of a whole unit while another is in flight: its members weighed by their time. */
  private slowdown(mode: number, other: number): number {
    const { firstForm, formUs, modes, units, slowdown } = this.problem;
    const key = mode * modes.length + other;
    const known = this.coRunCache.get(key);
    if (known !== undefined) return known;
    const mine = units[(modes[mode] as Mode).unit] as Unit;
    const others = units[(modes[other] as Mode).unit] as Unit;
    let time = 0;
    for (let k = 0; k < mine.members.length; k++) {
      const form = (firstForm[mode] as number) + k;
      let mean = 0;
      for (let m = 0; m < others.members.length; m++) {
        mean += slowdown[form * formUs.length + (firstForm[other] as number) + m] as number;
      }
      time += ((formUs[form] as number) * mean) / others.members.length;
    }
    const factor = time / modeUs(this.problem, mode);
    this.coRunCache.set(key, factor);
    return factor;
  }

  /** The mode of a unit on a split that is quickest beside the partner that disturbs it least. */
  private modeOnSplit(unit: number, split: SplitId): number | undefined {
    const known = this.modeCache[unit] as Map<SplitId, number | undefined>;
    if (!known.has(split)) known.set(split, this.findMode(unit, split));
    return known.get(split);
  }

  private findMode(unit: number, split: SplitId): number | undefined {
    const { units, modes } = this.problem;
    const partners = [...modes.keys()].filter((mode) => (modes[mode] as Mode).split === split);
    const coRunning = (mode: number): number => {
      const factors = partners
        .filter((other) => modesCompatible(this.problem, mode, other))
        .map((other) => this.slowdown(mode, other));
      return modeUs(this.problem, mode) * (factors.length === 0 ? 1 : Math.min(...factors));
    };
    let best: number | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (const mode of (units[unit] as Unit).modes) {
      if ((modes[mode] as Mode).split !== split) continue;
      const time = coRunning(mode);
      if (time >= least) continue;
      least = time;
      best = mode;
    }
    return best;
  }

  private quickest({ modes }: Unit): number {
    return modes.reduce((best, mode) =>
      modeUs(this.problem, mode) < modeUs(this.problem, best) ? mode : best,
    );
  }
}

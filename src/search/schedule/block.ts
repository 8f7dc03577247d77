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

/** Units of two chains, in their order. */
export type Chains = readonly [readonly number[], readonly number[]];

const NO_MODE = -1;
/** A share of a unit's work so small is none: it is left by rounding. */
const NOTHING_LEFT = 1e-9;

/**
 * Values blocks by list scheduling: a part starts its units in the order of its chain, each as
 * soon as its dependences in the block are done and its mode is compatible with all in flight.
 *
 * There are a hundred thousand blocks to value in a structure, so each split has its modes, times and
 * slowdowns in tables by unit.
 */
export class BlockTable {
  readonly #problem: SearchProblem;
  /** 1 at `unit * units + other` when the unit waits for the other within a layer. */
  readonly #needs: Uint8Array;
  readonly #quickestMode: Int32Array;
  readonly #quickestUs: Float64Array;
  readonly #onSplits = new Map<SplitId, OnSplit>();
  readonly #isWaiting: Uint8Array;
  readonly #flying: Int32Array;
  readonly #left: Float64Array;
  readonly #timeUs: Float64Array;
  readonly #order: Int32Array;

  constructor(problem: SearchProblem) {
    const { units } = problem;
    const n = units.length;
    this.#problem = problem;
    this.#needs = new Uint8Array(n * n);
    for (const { from, to } of problem.arcs) this.#needs[to * n + from] = 1;
    this.#quickestMode = Int32Array.from(units, ({ modes }) => quickest(problem, modes));
    this.#quickestUs = Float64Array.from(this.#quickestMode, (mode) => modeUs(problem, mode));
    this.#isWaiting = new Uint8Array(n);
    this.#flying = new Int32Array(n);
    this.#left = new Float64Array(n);
    this.#timeUs = new Float64Array(n);
    this.#order = new Int32Array(n);
  }

  /** One unit with the GPU to itself, in its quickest mode. */
  alone(unit: number): Block {
    const mode = this.#quickestMode[unit] as number;
    return { durationUs: this.#quickestUs[unit] as number, units: [unit], modes: [mode] };
  }

  /**
   * The units of up to two chains on one split; the first chain has the right of way.
   *
   * @param beatenUs time that the block must beat
   * @returns undefined unless something can overlap and the block beats that and its units alone
   */
  together(chains: Chains, split: SplitId, beatenUs: number): Block | undefined {
    const there = this.#on(split);
    let mostUs = 0;
    let groupUs = 0;
    let remainderUs = 0;
    for (const chain of chains) {
      for (const unit of chain) {
        if (there.mode[unit] === NO_MODE) return undefined;
        mostUs += this.#quickestUs[unit] as number;
        if (there.isGroup[unit] === 1) groupUs += there.soloUs[unit] as number;
        else remainderUs += there.soloUs[unit] as number;
      }
    }
    mostUs = Math.min(mostUs, beatenUs);
    // Units of one side run one after the other, co-running no faster than alone.
    if (Math.max(groupUs, remainderUs) >= mostUs) return undefined;
    return this.#schedule(chains, there, mostUs);
  }

  /** @returns undefined when the block takes so long or longer */
  #schedule(chains: Chains, there: OnSplit, mostUs: number): Block | undefined {
    const n = this.#problem.units.length;
    const { soloUs, slowdown } = there;
    const [first, second] = chains;
    const flying = this.#flying;
    const left = this.#left;
    for (const unit of first) this.#isWaiting[unit] = 1;
    for (const unit of second) this.#isWaiting[unit] = 1;
    const begun: [number, number] = [0, 0];
    let count = 0;
    let started = 0;
    let now = 0;
    const start = (chain: readonly number[], c: 0 | 1): void => {
      for (; begun[c] < chain.length; begun[c]++) {
        const unit = chain[begun[c]] as number;
        if (this.#isBlocked(chain, begun[c], there, count)) return;
        flying[count++] = unit;
        left[unit] = 1;
        this.#order[started++] = unit;
      }
    };
    start(first, 0);
    start(second, 1);
    while (count > 0) {
      let step = Number.POSITIVE_INFINITY;
      for (let x = 0; x < count; x++) {
        const unit = flying[x] as number;
        let time = soloUs[unit] as number;
        for (let y = 0; y < count; y++) {
          if (y !== x) time *= slowdown[unit * n + (flying[y] as number)] as number;
        }
        this.#timeUs[x] = time;
        step = Math.min(step, (left[unit] as number) * time);
      }
      now += step;
      if (now >= mostUs) {
        this.#forget(chains);
        return undefined;
      }
      let kept = 0;
      for (let x = 0; x < count; x++) {
        const unit = flying[x] as number;
        left[unit]! -= step / (this.#timeUs[x] as number);
        if ((left[unit] as number) > NOTHING_LEFT) flying[kept++] = unit;
        else this.#isWaiting[unit] = 0;
      }
      count = kept;
      start(first, 0);
      start(second, 1);
    }
    this.#forget(chains);
    const units = Array.from(this.#order.subarray(0, started));
    return { durationUs: now, units, modes: units.map((unit) => there.mode[unit] as number) };
  }

  /** Whether a unit of a chain waits for one before it there, or for one of those in flight. */
  #isBlocked(chain: readonly number[], at: number, { slowdown }: OnSplit, inFlight: number) {
    const n = this.#problem.units.length;
    const row = (chain[at] as number) * n;
    for (let k = 0; k < at; k++) {
      const other = chain[k] as number;
      if (this.#isWaiting[other] === 1 && this.#needs[row + other] === 1) return true;
    }
    for (let k = 0; k < inFlight; k++) {
      if (slowdown[row + (this.#flying[k] as number)] === 0) return true;
    }
    return false;
  }

  #forget(chains: Chains): void {
    for (const chain of chains) for (const unit of chain) this.#isWaiting[unit] = 0;
  }

  #on(split: SplitId): OnSplit {
    let there = this.#onSplits.get(split);
    if (there === undefined) {
      there = new OnSplit(this.#problem, split);
      this.#onSplits.set(split, there);
    }
    return there;
  }
}

/** The mode of each unit on a split, and what these do to each other. */
class OnSplit {
  /** The mode that is quickest beside the partner that disturbs it least. */
  readonly mode: Int32Array;
  readonly isGroup: Uint8Array;
  readonly soloUs: Float64Array;
  /** `slowdown[unit * units + other]`; 0 when the two may not be in flight together. */
  readonly slowdown: Float64Array;

  constructor(problem: SearchProblem, split: SplitId) {
    const { units, modes } = problem;
    const n = units.length;
    const all = [...modes.keys()].filter((mode) => (modes[mode] as Mode).split === split);
    const [groups, remainders] = (["group", "remainder"] as const).map((side) =>
      all.filter((mode) => (modes[mode] as Mode).side === side),
    ) as [number[], number[]];
    const partners = { group: remainders, remainder: groups, whole: [] };
    this.mode = Int32Array.from(units, ({ modes: own }) => {
      let best = NO_MODE;
      let leastUs = Number.POSITIVE_INFINITY;
      for (const mode of own) {
        const { side, split: on } = modes[mode] as Mode;
        if (on !== split) continue;
        const us = besideUs(problem, mode, partners[side]);
        if (us >= leastUs) continue;
        leastUs = us;
        best = mode;
      }
      return best;
    });
    this.isGroup = Uint8Array.from(this.mode, (mode) => (modes[mode]?.side === "group" ? 1 : 0));
    this.soloUs = Float64Array.from(this.mode, (mode) =>
      mode === NO_MODE ? 0 : modeUs(problem, mode),
    );
    this.slowdown = new Float64Array(n * n);
    for (let a = 0; a < n; a++) {
      for (let b = 0; b < n; b++) {
        const [mine, theirs] = [this.mode[a] as number, this.mode[b] as number];
        if (a === b || mine === NO_MODE || theirs === NO_MODE) continue;
        if (!modesCompatible(problem, mine, theirs)) continue;
        this.slowdown[a * n + b] = unitSlowdown(problem, mine, theirs);
      }
    }
  }
}

/** Time of a unit in a mode beside the partner that disturbs it least, µs; alone without any. */
function besideUs(problem: SearchProblem, mode: number, partners: readonly number[]): number {
  let least = Number.POSITIVE_INFINITY;
  for (const other of partners) {
    if (!modesCompatible(problem, mode, other)) continue;
    least = Math.min(least, unitSlowdown(problem, mode, other));
  }
  return modeUs(problem, mode) * (least === Number.POSITIVE_INFINITY ? 1 : least);
}

/** Slowdown of a whole unit while another is in flight: its members weighed by their time. */
function unitSlowdown(problem: SearchProblem, mode: number, other: number): number {
  const { firstForm, formUs, modes, units, slowdown } = problem;
  const mine = (units[(modes[mode] as Mode).unit] as Unit).members.length;
  const theirs = (units[(modes[other] as Mode).unit] as Unit).members.length;
  const forms = formUs.length;
  let alone = 0;
  let time = 0;
  for (let k = 0; k < mine; k++) {
    const form = (firstForm[mode] as number) + k;
    let sum = 0;
    for (let m = 0; m < theirs; m++) {
      sum += slowdown[form * forms + (firstForm[other] as number) + m] as number;
    }
    alone += formUs[form] as number;
    time += ((formUs[form] as number) * sum) / theirs;
  }
  return time / alone;
}

function quickest(problem: SearchProblem, modes: readonly number[]): number {
  return modes.reduce((best, mode) =>
    modeUs(problem, mode) < modeUs(problem, best) ? mode : best,
  );
}

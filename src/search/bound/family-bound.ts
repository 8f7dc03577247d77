import { MAX_STRETCH, type PowerModel } from "../../cost/power.ts";
import type { Lane } from "../../ir/op-graph.ts";
import type { UnitKind, UnitKinds } from "../problem/unit-kinds.ts";

/** Stretches of the clock for which figures are kept: bounds take the next below the one that they ask for. */
const STRETCH_STEP = 0.01;
/** Shares of their least time alone at which memory and network units are priced. */
const SHARES = [0, 0.2, 0.4, 0.7];
/** Each share for the one lane with each for the other. */
const CHOICES = SHARES.length ** 2;
const SHARES_OF: Readonly<Record<Lane, readonly number[]>> = {
  compute: [],
  memory: SHARES.flatMap((share) => SHARES.map(() => share)),
  network: SHARES.flatMap(() => SHARES),
};

/**
 * Bounds for a family of structures by prices that all of them share.
 *
 * A guest, a unit of the memory or network lane, is priced at one share of its least time alone,
 * the same share for all guests of a lane. A host is then worth what it earns beside the guest of
 * the whole family that takes most of it. So what a unit is worth depends on its kind only, and a
 * structure's bound is a sum of figures that are worked out once. That takes microseconds.
 *
 * Prices are admissible for each structure, since its guests are among the family's: weak duality,
 * as in `PriceBound`, which is sharper, since there a host meets only the guests of its structure,
 * and their prices climb.
 */
export class FamilyBound {
  readonly #kinds: UnitKinds;
  readonly #power: Omit<PowerModel, "energies">;
  readonly #clocksMhz: readonly number[];
  readonly #family: readonly (readonly UnitKind[])[];
  #guestsOfAll: readonly UnitKind[] | undefined;
  /** By stretch, then kind: what the kind is worth in each choice of prices, µs. */
  readonly #worths = new Map<number, Map<UnitKind, Float64Array>>();
  /** By stretch, then kind: its least time with nothing beside it, µs. */
  readonly #alone = new Map<number, Map<UnitKind, number>>();
  readonly #sums = new Float64Array(CHOICES);
  readonly #energiesMj: Float64Array;

  /** @param family the kinds of the units of each structure */
  constructor(
    family: readonly (readonly UnitKind[])[],
    kinds: UnitKinds,
    power: Omit<PowerModel, "energies">,
    clocksMhz: readonly number[],
  ) {
    this.#kinds = kinds;
    this.#power = power;
    this.#clocksMhz = clocksMhz;
    this.#family = family;
    this.#energiesMj = new Float64Array(clocksMhz.length);
  }

  /**
   * @param kinds of the units of a structure of the family
   * @param targetUs period that somebody hopes to beat: the bound is sharpest near it
   * @returns µs; no schedule of the structure has a shorter period
   */
  boundUs(kinds: readonly UnitKind[], targetUs: number): number {
    const stretch = this.#stretchFor(kinds, targetUs);
    const step = Math.floor(stretch / STRETCH_STEP);
    // At the slow clocks that a power cap asks for, the compute lane alone often takes that long.
    const laneUs = this.#computeLaneUs(kinds, step);
    if (laneUs >= targetUs) return targetUs;
    const sums = this.#sums.fill(0);
    const worths = this.#worthsAt(step);
    for (const kind of kinds) {
      const worth = worths.get(kind) ?? this.#work(worths, kind, step * STRETCH_STEP);
      for (let choice = 0; choice < sums.length; choice++) sums[choice]! += worth[choice] as number;
    }
    const pricesUs = Math.max(...sums);
    // What is faster than this clock needs more energy than the target allows.
    return step > 0 ? Math.min(targetUs, pricesUs) : pricesUs;
  }

  /** Least time of all that the compute lane runs, one unit after the other, µs. */
  #computeLaneUs(kinds: readonly UnitKind[], step: number): number {
    const alone = this.#alone.get(step) ?? new Map<UnitKind, number>();
    this.#alone.set(step, alone);
    let sum = 0;
    for (const kind of kinds) {
      if (kind.lane !== "compute") continue;
      const us = alone.get(kind) ?? leastUs(kind, kind.formUs, step * STRETCH_STEP);
      alone.set(kind, us);
      sum += us;
    }
    return sum;
  }

  /** The slowest clock at which the units' least energies need the target, as a stretch; or boost. */
  #stretchFor(kinds: readonly UnitKind[], targetUs: number): number {
    const { dynamicCapW, boostClockMhz } = this.#power;
    const clocksMhz = this.#clocksMhz;
    const allowedMj = (targetUs * dynamicCapW) / 1000;
    const energies = this.#energiesMj.fill(0);
    for (const { energiesMj } of kinds) {
      for (let clock = 0; clock < energies.length; clock++) {
        energies[clock]! += energiesMj[clock] as number;
      }
    }
    // Never rising with a falling clock, as in a power model: the greatest of a clock and those below.
    let slowerMj = 0;
    for (let clock = energies.length - 1; clock >= 0; clock--) {
      const energyMj = Math.max(slowerMj, energies[clock] as number);
      if (energyMj >= allowedMj) {
        if (clock === energies.length - 1) return MAX_STRETCH;
        const [fast, slow] = [clocksMhz[clock] as number, clocksMhz[clock + 1] as number];
        const share = (allowedMj - slowerMj) / (energyMj - slowerMj);
        return Math.max(0, boostClockMhz / (slow + share * (fast - slow)) - 1);
      }
      slowerMj = energyMj;
    }
    return 0;
  }

  /** The family's units of the memory and network lanes. */
  #guests(): readonly UnitKind[] {
    if (this.#guestsOfAll !== undefined) return this.#guestsOfAll;
    const guests = new Set<UnitKind>();
    for (const kinds of this.#family) {
      for (const kind of kinds) if (kind.lane !== "compute") guests.add(kind);
    }
    this.#guestsOfAll = [...guests];
    return this.#guestsOfAll;
  }

  #worthsAt(step: number): Map<UnitKind, Float64Array> {
    const worths = this.#worths.get(step) ?? new Map<UnitKind, Float64Array>();
    this.#worths.set(step, worths);
    return worths;
  }

  #work(worths: Map<UnitKind, Float64Array>, kind: UnitKind, stretch: number): Float64Array {
    const worth = this.#worth(kind, stretch);
    if (kind.lane !== "compute") {
      const shares = SHARES_OF[kind.lane];
      const leastUs = leastAloneUs(kind, stretch);
      for (const [choice, share] of shares.entries()) {
        worth[choice] = Math.min(worth[choice] as number, share * leastUs);
      }
    }
    worths.set(kind, worth);
    return worth;
  }

  /** What a unit earns in the mode where that is least, beside the guests of the family, in each choice of prices. */
  #worth(kind: UnitKind, stretch: number): Float64Array {
    const earned = Array.from({ length: CHOICES }, () => kind.formUs.slice());
    for (const guest of this.#guests()) {
      const { forms, guestForms, hostUs, guestUs } = this.#kinds.coRun(kind, guest);
      if (forms.length === 0) continue;
      const leastUs = leastAloneUs(guest, stretch);
      const shares = SHARES_OF[guest.lane];
      for (let k = 0; k < forms.length; k++) {
        const form = forms[k] as number;
        const slower = slowerBy(guest, guestForms[k] as number, stretch);
        // A guest that earns so much of the time leaves the rest to the host.
        const takes = leastUs / ((guestUs[k] as number) * slower);
        for (let choice = 0; choice < earned.length; choice++) {
          const left = (hostUs[k] as number) * (1 - (shares[choice] as number) * takes);
          const own = earned[choice] as Float64Array;
          if (left < (own[form] as number)) own[form] = left;
        }
      }
    }
    return Float64Array.from(earned, (formUs) => leastUs(kind, formUs, stretch));
  }
}

/** Least time of a guest's first member alone, µs. */
function leastAloneUs(kind: UnitKind, stretch: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let form = 0; form < kind.formUs.length; form += kind.members.length) {
    least = Math.min(least, (kind.formUs[form] as number) * slowerBy(kind, form, stretch));
  }
  return least;
}

/** Least sum over a mode's forms of times at boost clock, slowed to the clock, µs. */
function leastUs(kind: UnitKind, formUs: Float64Array, stretch: number): number {
  const members = kind.members.length;
  let least = Number.POSITIVE_INFINITY;
  for (let first = 0; first < formUs.length; first += members) {
    let sum = 0;
    for (let form = first; form < first + members; form++) {
      sum += (formUs[form] as number) * slowerBy(kind, form, stretch);
    }
    least = Math.min(least, sum);
  }
  return least;
}

/** Time of a running form at a clock over that at boost. */
function slowerBy({ formSensitivity }: UnitKind, form: number, stretch: number): number {
  return 1 + (formSensitivity[form] as number) * stretch;
}

import type { CoRunTimes, UnitKind } from "../problem/unit-kinds.ts";

/** A unit at a clock, and the guests that may run beside it. */
export interface PricedUnit {
  kind: UnitKind;
  /** Time at the clock over time at boost, of each running form. */
  slower: Float64Array;
  beside: readonly { guest: number; times: CoRunTimes }[];
}

/** Units of a structure at a clock. Guests are those of the memory and network lanes. */
export interface PricedUnits {
  hosts: readonly PricedUnit[];
  guests: readonly PricedUnit[];
}

/** Shares of their time alone at which memory and network units are priced at first. */
const SHARES = [0, 0.2, 0.4, 0.7];
/** Steps of the ascent, and how much of the way to the target the first and the last go. */
const STEPS = 30;
const FIRST_STEP = 0.4;
/** Steps aim this far beyond the target, or the last of the way to it would take many. */
const AIM = 1.015;
const STEP_DECAY = 0.87;

/**
 * The largest sum of prices that a short ascent finds.
 *
 * Prices (µs) are such that no nano-operation earns more than its time alone in a mode, and no two
 * side by side earn more than the time goes by: in a time of 1 µs, price over time co-running,
 * summed over both, is at most 1. A nano-operation has a price for each mode of its unit, and a
 * unit is worth the least of what its members earn in any mode.
 *
 * A guest has one price for all modes. Given these, the best prices of hosts follow, and the sum of
 * all is a concave function of the guests' prices: a subgradient method with Polyak's steps.
 *
 * @param targetUs sum at which the ascent may stop
 */
export function bestPrices(units: PricedUnits, targetUs: number): number {
  const sum = new PriceSum(units);
  const { mostUs } = sum;
  const prices = new Float64Array(mostUs.length);
  let best = Number.NEGATIVE_INFINITY;
  let start = prices.slice();
  const lanes = units.guests.map(({ kind }) => kind.lane);
  const classes = [...new Set(lanes)];
  for (const shares of combinations(SHARES, classes.length)) {
    for (const [g, most] of mostUs.entries()) {
      prices[g] = most * (shares[classes.indexOf(lanes[g] as (typeof lanes)[number])] as number);
    }
    const value = sum.at(prices);
    if (value <= best) continue;
    best = value;
    start = prices.slice();
    if (best >= targetUs) return best;
  }
  prices.set(start);
  let step = FIRST_STEP;
  for (let k = 0; k < STEPS; k++, step *= STEP_DECAY) {
    const value = sum.at(prices);
    best = Math.max(best, value);
    if (best >= targetUs || !sum.climb(prices, step * (AIM * targetUs - value))) break;
  }
  return best;
}

/** A guest beside a unit: by how much each unit of its price lowers what a form of the unit earns. */
interface PricedGuest {
  guest: number;
  forms: CoRunTimes["forms"];
  hostUs: CoRunTimes["hostUs"];
  slopes: Float64Array;
}

/** Sum of all units' worth, given the guests' prices. */
class PriceSum {
  /** Most that a guest may be priced, µs. */
  readonly mostUs: Float64Array;
  readonly #units: PricedUnits;
  readonly #beside = new Map<PricedUnit, PricedGuest[]>();
  readonly #prices: Float64Array;
  readonly #gradient: Float64Array;
  readonly #formUs: Float64Array;
  readonly #bindingGuest: Int32Array;
  readonly #bindingSlope: Float64Array;

  constructor(units: PricedUnits) {
    this.#units = units;
    const { hosts, guests } = units;
    this.mostUs = Float64Array.from(guests, leastAloneUs);
    for (const unit of [...hosts, ...guests]) {
      const beside = unit.beside.map(({ guest, times }) => this.#pricedGuest(guest, times));
      this.#beside.set(unit, beside);
    }
    this.#prices = new Float64Array(guests.length);
    this.#gradient = new Float64Array(guests.length);
    const most = [...hosts, ...guests].reduce((n, { kind }) => Math.max(n, kind.formUs.length), 0);
    this.#formUs = new Float64Array(most);
    this.#bindingGuest = new Int32Array(most);
    this.#bindingSlope = new Float64Array(most);
  }

  /** The most that the guest may be priced falls to its least time beside the unit. */
  #pricedGuest(guest: number, { forms, guestForms, hostUs, guestUs }: CoRunTimes): PricedGuest {
    const { slower } = this.#units.guests[guest] as PricedUnit;
    const slopes = new Float64Array(forms.length);
    let mostUs = this.mostUs[guest] as number;
    for (let k = 0; k < forms.length; k++) {
      const clockedUs = (guestUs[k] as number) * (slower[guestForms[k] as number] as number);
      mostUs = Math.min(mostUs, clockedUs);
      slopes[k] = (hostUs[k] as number) / clockedUs;
    }
    this.mostUs[guest] = mostUs;
    return { guest, forms, hostUs, slopes };
  }

  /**
   * The sum at prices of the guests; those that earn too much beside other guests are lowered
   * first.
   */
  at(wanted: Float64Array): number {
    const { hosts, guests } = this.#units;
    const prices = this.#prices;
    prices.set(wanted);
    guests.forEach((guest, g) => {
      if (guest.beside.length === 0) return;
      prices[g] = Math.min(prices[g] as number, this.#worth(guest).worth);
    });
    this.#gradient.fill(1);
    let sum = 0;
    for (const price of prices) sum += price;
    for (const host of hosts) {
      const { worth, mode } = this.#worth(host);
      sum += worth;
      this.#descend(host, mode);
    }
    return sum;
  }

  /** Moves prices uphill from where `at` was asked last, to gain so much if the slope lasted. */
  climb(prices: Float64Array, gain: number): boolean {
    const { mostUs } = this;
    const gradient = this.#gradient;
    let norm = 0;
    for (const [g, slope] of gradient.entries()) {
      const price = prices[g] as number;
      if ((price <= 0 && slope < 0) || (price >= (mostUs[g] as number) && slope > 0))
        gradient[g] = 0;
      norm += (gradient[g] as number) ** 2 * (mostUs[g] as number);
    }
    if (norm < 1e-9) return false;
    for (const [g, slope] of gradient.entries()) {
      const price = (prices[g] as number) + (gain / norm) * slope * (mostUs[g] as number);
      prices[g] = Math.min(mostUs[g] as number, Math.max(0, price));
    }
    return true;
  }

  /** What a unit earns in the mode where that is least. */
  #worth(unit: PricedUnit): { worth: number; mode: number } {
    const { kind, slower } = unit;
    const earned = this.#formUs;
    const binding = this.#bindingGuest;
    const slopes = this.#bindingSlope;
    earned.set(kind.formUs);
    binding.fill(-1);
    for (const { guest, forms, hostUs, slopes: guestSlopes } of this.#beside.get(unit) ?? []) {
      const price = this.#prices[guest] as number;
      for (let k = 0; k < forms.length; k++) {
        const form = forms[k] as number;
        const slope = guestSlopes[k] as number;
        const left = (hostUs[k] as number) - price * slope;
        if (left >= (earned[form] as number)) continue;
        earned[form] = left;
        binding[form] = guest;
        slopes[form] = slope;
      }
    }
    const members = kind.members.length;
    let worth = Number.POSITIVE_INFINITY;
    let least = 0;
    for (let mode = 0; mode < kind.modes.length; mode++) {
      let sum = 0;
      for (let k = 0; k < members; k++) {
        const form = mode * members + k;
        sum += Math.max(0, earned[form] as number) * (slower[form] as number);
      }
      if (sum >= worth) continue;
      worth = sum;
      least = mode;
    }
    return { worth, mode: least };
  }

  /** Takes from the gradient what a unit in a mode loses when its guests earn more. */
  #descend({ kind, slower }: PricedUnit, mode: number): void {
    const members = kind.members.length;
    for (let form = mode * members; form < (mode + 1) * members; form++) {
      const guest = this.#bindingGuest[form] as number;
      if (guest < 0) continue;
      this.#gradient[guest]! -= (this.#bindingSlope[form] as number) * (slower[form] as number);
    }
  }
}

/** Least time of a guest's first member alone at the clock, µs. */
function leastAloneUs({ kind, slower }: PricedUnit): number {
  let least = Number.POSITIVE_INFINITY;
  for (let form = 0; form < kind.formUs.length; form += kind.members.length) {
    least = Math.min(least, (kind.formUs[form] as number) * (slower[form] as number));
  }
  return least;
}

function combinations(values: readonly number[], length: number): number[][] {
  if (length === 0) return [];
  return Array.from({ length: length - 1 }).reduce<number[][]>(
    (tuples) => tuples.flatMap((tuple) => values.map((value) => [...tuple, value])),
    values.map((value) => [value]),
  );
}

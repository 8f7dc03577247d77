import type { CostTable } from "../../cost/cost-table.ts";
import { energyClocksMhz, powerOf } from "../../cost/layer-power.ts";
import { energyBoundUs, type PowerModel, stretchFor } from "../../cost/power.ts";
import type { OpGraph } from "../../ir/op-graph.ts";
import { type UnitKind, UnitKinds } from "../problem/unit-kinds.ts";
import type { Structure } from "../space/structure.ts";
import { FamilyBound } from "./family-bound.ts";
import { bestPrices, type PricedUnit, type PricedUnits } from "./prices.ts";
import { type Pattern, UnitPatterns } from "./unit-patterns.ts";

/** Keeps an energy bound that meets the target from falling below it by a rounding error. */
const ROUNDING = 1e-8;

/**
 * A bound for a structure in about a millisecond, without its schedule problem.
 *
 * It is weak duality of the configuration LP less its rows for what runs beside a unit: whatever
 * prices nano-operations have, as long as no configuration earns more than its time, what the units
 * earn at least is a lower bound. As in the LP, a clock is fixed and the energy bound there covers
 * the faster ones.
 */
export class PriceBound {
  readonly #costs: CostTable;
  readonly #clocksMhz: readonly number[];
  readonly #kinds: UnitKinds;
  readonly #patterns: UnitPatterns;

  constructor(costs: CostTable) {
    this.#costs = costs;
    this.#clocksMhz = energyClocksMhz(costs);
    this.#kinds = new UnitKinds(costs, this.#clocksMhz);
    this.#patterns = new UnitPatterns(this.#kinds);
  }

  /**
   * Bounds for structures of one batch. Those of three nano-batches or more are many and alike, so
   * bounds of their family come first: most need no other.
   *
   * @param graph the layer of the batch
   * @param targetUs as for one structure
   */
  boundsUs(graph: OpGraph, structures: readonly Structure[], targetUs: number): number[] {
    const units = structures.map((structure) => this.#patterns.of(graph, structure));
    const isMany = structures.map(({ cuts }) => cuts.length > 1);
    const many = units.filter((_, k) => isMany[k]).map(({ kinds }) => kinds);
    const family = new FamilyBound(many, this.#kinds, this.#powerOf([]), this.#clocksMhz);
    return units.map(({ pattern, kinds }, k) => {
      const roughUs = isMany[k] ? family.boundUs(kinds, targetUs) : 0;
      return roughUs >= targetUs ? roughUs : this.#boundUs(pattern, kinds, targetUs);
    });
  }

  /**
   * @param graph the layer of the structure's batch
   * @param targetUs period that somebody hopes to beat: bounds are sharpest near it
   * @returns µs; no schedule of the structure has a shorter period
   */
  boundUs(graph: OpGraph, structure: Structure, targetUs: number): number {
    const { pattern, kinds } = this.#patterns.of(graph, structure);
    return this.#boundUs(pattern, kinds, targetUs);
  }

  #boundUs(pattern: Pattern, kinds: readonly UnitKind[], targetUs: number): number {
    const power = this.#powerOf(kinds);
    const stretch = stretchFor(power, targetUs * (1 + ROUNDING));
    const energyUs = stretch > 0 ? energyBoundUs(power, stretch) : Number.POSITIVE_INFINITY;
    if (energyUs < targetUs * (1 - 1e-6)) return energyUs;
    // At the slow clocks that the power cap asks for, the compute lane alone often takes that long.
    const computeUs = computeLaneUs(kinds, stretch);
    if (computeUs >= targetUs) return Math.min(energyUs, computeUs);
    const units = this.#pricedUnits(pattern, kinds, stretch);
    return Math.min(energyUs, bestPrices(units, targetUs));
  }

  #powerOf(kinds: readonly UnitKind[]): PowerModel {
    const energyAt = (_: number, clock: number) =>
      kinds.reduce((sum, { energiesMj }) => sum + (energiesMj[clock] as number), 0);
    return powerOf(this.#costs, energyAt);
  }

  #pricedUnits(pattern: Pattern, kinds: readonly UnitKind[], stretch: number): PricedUnits {
    const overlap = pattern.overlap();
    const isGuest = ({ lane }: UnitKind) => lane !== "compute";
    const guests = [...kinds.keys()].filter((unit) => isGuest(kinds[unit] as UnitKind));
    const priced = (kind: UnitKind, unit: number): PricedUnit => ({
      kind,
      slower: kind.formSensitivity.map((sensitivity) => 1 + sensitivity * stretch),
      beside: guests.flatMap((other, guest) => {
        if (overlap[unit * kinds.length + other] === 0) return [];
        const times = this.#kinds.coRun(kind, kinds[other] as UnitKind);
        return times.forms.length === 0 ? [] : [{ guest, times }];
      }),
    });
    const all = kinds.map(priced);
    return {
      hosts: all.filter(({ kind }) => !isGuest(kind)),
      guests: all.filter(({ kind }) => isGuest(kind)),
    };
  }
}

/** Least time of all that the compute lane runs, one unit after the other, µs. */
function computeLaneUs(kinds: readonly UnitKind[], stretch: number): number {
  return kinds.reduce(
    (sum, kind) => sum + (kind.lane === "compute" ? leastUs(kind, stretch) : 0),
    0,
  );
}

function leastUs({ members, modes, formUs, formSensitivity }: UnitKind, stretch: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let mode = 0; mode < modes.length; mode++) {
    let us = 0;
    for (let form = mode * members.length; form < (mode + 1) * members.length; form++) {
      us += (formUs[form] as number) * (1 + (formSensitivity[form] as number) * stretch);
    }
    least = Math.min(least, us);
  }
  return least;
}

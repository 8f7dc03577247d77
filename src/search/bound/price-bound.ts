import type { CostTable } from "../../cost/cost-table.ts";
import { energyClocksMhz, powerOf } from "../../cost/layer-power.ts";
import { energyBoundUs, equilibrium, type PowerModel } from "../../cost/power.ts";
import { PlannerError } from "../../errors.ts";
import { kernelSize } from "../../ir/kernel-size.ts";
import { joined, type NanoBatch } from "../../ir/nano-batches.ts";
import type { Operation, OpGraph } from "../../ir/op-graph.ts";
import { distanceClosure, overlapOf } from "../problem/order.ts";
import { unitGraphOf } from "../problem/unit-graph.ts";
import { type UnitKind, UnitKinds } from "../problem/unit-kinds.ts";
import { coarserCutsOf, nanoBatchesOf, type Structure, structureName } from "../space/structure.ts";
import { bestPrices, type PricedUnit, type PricedUnits } from "./prices.ts";

/** Units of all structures whose nano-batches differ in size only. */
interface Pattern {
  units: readonly (readonly PatternMember[])[];
  /** 1 at `a * units + b` when units a and b may be in flight together. */
  overlap: Uint8Array;
}

interface PatternMember {
  operation: Operation;
  /** The first of its nano-batches and one past the last. */
  nanoBatches: readonly [first: number, end: number];
}

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
  readonly #kinds: UnitKinds;
  readonly #patterns = new WeakMap<OpGraph, Map<string, Pattern>>();

  constructor(costs: CostTable) {
    this.#costs = costs;
    this.#kinds = new UnitKinds(costs, energyClocksMhz(costs));
  }

  /**
   * @param graph the layer of the structure's batch
   * @param targetUs period that somebody hopes to beat: bounds are sharpest near it
   * @returns µs; no schedule of the structure has a shorter period
   */
  boundUs(graph: OpGraph, structure: Structure, targetUs: number): number {
    const nanoBatches = nanoBatchesOf(structure);
    const pattern = this.#patternOf(graph, structure, nanoBatches);
    const kinds = pattern.units.map((members) => this.#kindOf(members, nanoBatches));
    const power = this.#powerOf(kinds);
    const { stretch } = equilibrium(power, () => targetUs);
    const energyUs = stretch > 0 ? energyBoundUs(power, stretch) : Number.POSITIVE_INFINITY;
    if (energyUs < targetUs * (1 - 1e-6)) return energyUs;
    // At the slow clocks that the power cap asks for, the compute lane alone often takes that long.
    const computeUs = computeLaneUs(kinds, stretch);
    if (computeUs >= targetUs) return Math.min(energyUs, computeUs);
    const units = this.#pricedUnits(pattern, kinds, stretch);
    return Math.min(energyUs, bestPrices(units, targetUs));
  }

  #patternOf(graph: OpGraph, structure: Structure, nanoBatches: readonly NanoBatch[]): Pattern {
    const patterns = this.#patterns.get(graph) ?? new Map<string, Pattern>();
    this.#patterns.set(graph, patterns);
    const coarser = coarserCutsOf(graph, structure);
    const [firsts] = Object.values(coarser);
    const kept = nanoBatches.map(
      ({ part }) => `${part.decodeTokens > 0 ? "d" : ""}${part.prefillTokens > 0 ? "p" : ""}`,
    );
    const key = `${kept} ${structure.coarse?.fine} ${firsts}`;
    const known = patterns.get(key);
    if (known !== undefined) return known;
    const { nanoOperations, groups, arcs } = unitGraphOf(graph, nanoBatches, coarser);
    const closure = distanceClosure(groups.length, arcs);
    if (closure === undefined) {
      throw new PlannerError(
        "E_INTERNAL",
        `the units of ${structureName(structure)} wait in a cycle`,
      );
    }
    const pattern: Pattern = {
      units: groups.map((members) =>
        members.map((member) => {
          const { operation, tokens } = nanoOperations[member] as (typeof nanoOperations)[number];
          const first = nanoBatches.findIndex(({ start }) => start === tokens[0]);
          const end = nanoBatches.findIndex((other) => other.end === tokens[1]) + 1;
          return { operation, nanoBatches: [first, end] };
        }),
      ),
      overlap: overlapOf(groups.length, closure),
    };
    patterns.set(key, pattern);
    return pattern;
  }

  #kindOf(members: readonly PatternMember[], nanoBatches: readonly NanoBatch[]): UnitKind {
    return this.#kinds.of(
      members.map(({ operation, nanoBatches: [first, end] }) => {
        const { part } =
          end === first + 1
            ? (nanoBatches[first] as NanoBatch)
            : joined(nanoBatches.slice(first, end));
        return { operation, size: kernelSize(operation, part) };
      }),
    );
  }

  #powerOf(kinds: readonly UnitKind[]): PowerModel {
    const energyAt = (_: number, clock: number) =>
      kinds.reduce((sum, { energiesMj }) => sum + (energiesMj[clock] as number), 0);
    return powerOf(this.#costs, energyAt);
  }

  #pricedUnits({ overlap }: Pattern, kinds: readonly UnitKind[], stretch: number): PricedUnits {
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

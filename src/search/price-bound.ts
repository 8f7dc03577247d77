import { energyBoundUs, equilibrium, type PowerModel } from "../engine/power.ts";
import { layerPower } from "../engine/simulator/layer-power.ts";
import { kernelSize, tokensOf } from "../ir/kernel-size.ts";
import { joined, type NanoBatch } from "../ir/nano-batches.ts";
import type { Operation, OpGraph } from "../ir/op-graph.ts";
import type { CostTable } from "../profile/cost-table.ts";
import { type NanoKind, NanoKinds } from "./nano-kinds.ts";
import { bestPrices, type PricedPair } from "./prices.ts";
import { coarserCutsOf, nanoBatchesOf, type Structure } from "./structure.ts";

/** An operation on a range of tokens. */
interface Piece {
  operation: number;
  start: number;
  end: number;
  kind: NanoKind;
}

/**
 * A bound for a structure in less than a millisecond, without its schedule problem.
 *
 * It is weak duality of the configuration LP less its rows for splits: whatever prices its
 * nano-operations have, as long as no configuration earns more than its time, their sum is a lower
 * bound. As in the LP, a clock is fixed and the energy bound there covers the faster ones.
 */
export class PriceBound {
  readonly #costs: CostTable;
  readonly #kinds: NanoKinds;
  /** Clocks at which energies are known, falling, MHz. */
  readonly #clocks: readonly number[];
  readonly #ordered = new WeakMap<OpGraph, readonly (readonly boolean[])[]>();

  constructor(costs: CostTable) {
    this.#costs = costs;
    this.#clocks = layerPower([], costs).energies.map(({ clockMhz }) => clockMhz);
    this.#kinds = new NanoKinds(costs, this.#clocks);
  }

  /**
   * @param graph the layer of the structure's batch
   * @param targetUs period that somebody hopes to beat: bounds are sharpest near it
   * @returns µs; no schedule of the structure has a shorter period
   */
  boundUs(graph: OpGraph, structure: Structure, targetUs: number): number {
    const pieces = this.#piecesOf(graph, structure);
    const power = this.#powerOf(pieces);
    const { stretch } = equilibrium(power, () => targetUs);
    const energyUs = stretch > 0 ? energyBoundUs(power, stretch) : Number.POSITIVE_INFINITY;
    if (energyUs < targetUs * (1 - 1e-6)) return energyUs;
    const aloneUs = Float64Array.from(pieces, ({ kind }) => kind.aloneUs * slower(kind, stretch));
    const pairs = this.#pairsOf(graph, pieces, stretch);
    const isRemainder = pieces.map(({ kind }) => kind.lane);
    return Math.min(energyUs, bestPrices(aloneUs, isRemainder, pairs, targetUs));
  }

  #piecesOf(graph: OpGraph, structure: Structure): Piece[] {
    const nanoBatches = nanoBatchesOf(structure);
    const coarser = coarserCutsOf(graph, structure);
    const coarse = structure.coarse && joinedAt(nanoBatches, Object.values(coarser)[0] ?? []);
    return graph.operations.flatMap((operation, index) =>
      (operation.name in coarser ? (coarse ?? []) : nanoBatches)
        .filter(({ part }) => tokensOf(operation, part) > 0)
        .map((nanoBatch) => this.#pieceOf(operation, index, nanoBatch)),
    );
  }

  #pieceOf(operation: Operation, index: number, { start, end, part }: NanoBatch): Piece {
    const kind = this.#kinds.of(operation, kernelSize(operation, part));
    return { operation: index, start, end, kind };
  }

  #powerOf(pieces: readonly Piece[]): PowerModel {
    const { capW, idleW } = this.#costs.power;
    const energies = this.#clocks.map((clockMhz, clock) => ({
      clockMhz,
      energyMj: pieces.reduce((sum, { kind }) => sum + (kind.energiesMj[clock] as number), 0),
    }));
    // The energy of a layer does not rise when the clock falls: see `layerPower`.
    for (let clock = energies.length - 2; clock >= 0; clock--) {
      const [here, below] = [energies[clock], energies[clock + 1]];
      if (here && below) here.energyMj = Math.max(here.energyMj, below.energyMj);
    }
    return {
      dynamicCapW: capW === null ? Number.POSITIVE_INFINITY : capW - idleW,
      idleW,
      boostClockMhz: this.#costs.boostClockMhz,
      energies,
    };
  }

  /** Pieces that may run side by side, as far as the layer's order and the measurements go. */
  #pairsOf(graph: OpGraph, pieces: readonly Piece[], stretch: number): PricedPair[] {
    const ordered = this.#orderedOperations(graph);
    const pairs: PricedPair[] = [];
    pieces.forEach((group, a) => {
      if (group.kind.lane !== "compute") return;
      pieces.forEach((remainder, b) => {
        if (remainder.kind.lane === "compute") return;
        const meet = group.start < remainder.end && remainder.start < group.end;
        if (meet && ordered[group.operation]?.[remainder.operation]) return;
        const times = this.#kinds.together(group.kind, remainder.kind);
        if (times.length === 0) return;
        const [slowerA, slowerB] = [slower(group.kind, stretch), slower(remainder.kind, stretch)];
        pairs.push({ group: a, remainder: b, times, slowerA, slowerB });
      });
    });
    return pairs;
  }

  /** Whether two operations on the same tokens always run one after the other. */
  #orderedOperations(graph: OpGraph): readonly (readonly boolean[])[] {
    const known = this.#ordered.get(graph);
    if (known !== undefined) return known;
    const { operations, dependences } = graph;
    const position = new Map(operations.map(({ name }, index) => [name, index]));
    const before = operations.map(() => operations.map(() => false));
    for (const { from, to, distance } of dependences) {
      if (distance > 0) continue;
      (before[position.get(from) as number] as boolean[])[position.get(to) as number] = true;
    }
    for (const [via] of operations.entries()) {
      for (const row of before) {
        if (!row[via]) continue;
        before[via]?.forEach((reached, to) => {
          if (reached) row[to] = true;
        });
      }
    }
    const ordered = before.map((row, a) => row.map((is, b) => is || before[b]?.[a] === true));
    this.#ordered.set(graph, ordered);
    return ordered;
  }
}

function joinedAt(nanoBatches: readonly NanoBatch[], firsts: readonly number[]): NanoBatch[] {
  return firsts.map((first, index) => joined(nanoBatches.slice(first, firsts[index + 1])));
}

function slower({ sensitivity }: NanoKind, stretch: number): number {
  return 1 + sensitivity * stretch;
}

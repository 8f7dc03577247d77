import type { KernelSize } from "../ir/kernel-size.ts";
import type { Lane, Operation } from "../ir/op-graph.ts";
import type { CostTable, ExecutionOption } from "../profile/cost-table.ts";
import { WHOLE_GPU } from "../profile/split.ts";

/** What all nano-operations of one operation and size have in common. */
export interface NanoKind {
  id: number;
  lane: Lane;
  operation: Operation;
  size: KernelSize;
  options: readonly ExecutionOption[];
  /** Shortest time by itself at boost clock, µs. */
  aloneUs: number;
  sensitivity: number;
  /** Dynamic energy at each clock, mJ. */
  energiesMj: readonly number[];
}

/** Figures of nano-operations, looked up once for each operation and size. */
export class NanoKinds {
  readonly #costs: CostTable;
  readonly #clocksMhz: readonly number[];
  readonly #kinds = new Map<string, NanoKind>();
  readonly #together = new Map<number, Float64Array>();

  constructor(costs: CostTable, clocksMhz: readonly number[]) {
    this.#costs = costs;
    this.#clocksMhz = clocksMhz;
  }

  of(operation: Operation, size: KernelSize): NanoKind {
    const key = `${operation.name} ${size.tokens} ${size.context}`;
    const known = this.#kinds.get(key);
    if (known !== undefined) return known;
    const { kernel, lane } = operation;
    const options = this.#costs.options(kernel, lane, size);
    const kind: NanoKind = {
      id: this.#kinds.size,
      lane,
      operation,
      size,
      options,
      aloneUs: Math.min(...options.map(({ soloUs }) => soloUs)),
      sensitivity: this.#costs.clockSensitivity(kernel),
      energiesMj: this.#clocksMhz.map(
        (clockMhz) => this.#costs.energyMj(kernel, size, clockMhz) ?? 0,
      ),
    };
    this.#kinds.set(key, kind);
    return kind;
  }

  /**
   * Times of the two beside each other at boost clock, µs: group, remainder, group, remainder...;
   * for each split and implementation, those beaten on both sides left out.
   */
  together(group: NanoKind, remainder: NanoKind): Float64Array {
    const key = group.id * 65536 + remainder.id;
    const known = this.#together.get(key);
    if (known !== undefined) return known;
    const pairs = group.options.flatMap((a) =>
      remainder.options
        .filter((b) => a.split !== WHOLE_GPU && a.split === b.split)
        .flatMap((b) => {
          const slowdowns = this.#costs.slowdowns(a.split, useOf(group, a), useOf(remainder, b));
          return slowdowns === undefined
            ? []
            : [[a.soloUs * slowdowns.group, b.soloUs * slowdowns.remainder] as const];
        }),
    );
    const times = Float64Array.from(paretoFront(pairs).flat());
    this.#together.set(key, times);
    return times;
  }
}

function useOf({ operation, size }: NanoKind, { implementation }: ExecutionOption) {
  return { kernel: operation.kernel, implementation, size };
}

function paretoFront(pairs: readonly (readonly [number, number])[]) {
  let least = Number.POSITIVE_INFINITY;
  return pairs
    .toSorted((a, b) => a[0] - b[0] || a[1] - b[1])
    .filter(([, remainder]) => {
      if (remainder >= least) return false;
      least = remainder;
      return true;
    });
}

import type { KernelUse } from "../../ir/op-graph.ts";
import { kernelKey } from "./kernel-key.ts";
import type { Running } from "./pair-table.ts";

/** A kernel that runs beside another. */
export interface CoRunUse extends Running {
  kernel: KernelUse;
}

/** Kernels on sizes that one table may number: key by key they fit a double exactly. */
const MOST_USES = 2 ** 20;

/** Numbers for kernels on sizes, so that what is known of pairs of them is kept by number. */
export class NumberedUses {
  readonly #byUse = new WeakMap<CoRunUse, number>();
  readonly #byKey = new Map<string, number>();

  /** One number for two uses beside each other on a numbered split. */
  pairKey(split: number, a: CoRunUse, b: CoRunUse): number {
    return (split * MOST_USES + this.#numberOf(a)) * MOST_USES + this.#numberOf(b);
  }

  #numberOf(use: CoRunUse): number {
    const known = this.#byUse.get(use);
    if (known !== undefined) return known;
    const { kernel, implementation, size } = use;
    const key = `${kernelKey(kernel)} ${implementation} ${size.tokens} ${size.context}`;
    const number = this.#byKey.get(key) ?? this.#byKey.size;
    this.#byKey.set(key, number);
    this.#byUse.set(use, number);
    return number;
  }
}

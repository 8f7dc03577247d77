import type { BufferAccess, ProgramBuffer } from "../../../generated/program.ts";

/** Operands of int32 and float32; the others are bf16. */
const WORDS: ReadonlySet<string> = new Set([
  "experts",
  "expertWeights",
  "weights",
  "expertOffsets",
  "expertRows",
  "sourceRows",
  "sharedGate",
  "tokens",
]);
const CELL_BYTES = 2;

/**
 * The arena of one GPU in float64: a cell for every two bytes, so that buffers which share bytes
 * share cells. An element of four bytes lies in the first of its two cells.
 */
export class Arena {
  readonly #cells: Float64Array;
  readonly #buffers: readonly ProgramBuffer[];

  constructor(bytes: number, buffers: readonly ProgramBuffer[]) {
    this.#cells = new Float64Array(bytes / CELL_BYTES);
    this.#buffers = buffers;
    this.#cells.fill(Number.NaN);
  }

  /** A copy of an operand's elements. */
  read(access: BufferAccess): Float64Array {
    const cells = this.#view(access);
    if (!WORDS.has(access.operand)) return cells.slice();
    const elements = new Float64Array(Math.ceil(cells.length / 2));
    for (let index = 0; index < elements.length; index++) {
      elements[index] = cells[2 * index] as number;
    }
    return elements;
  }

  /** Elements that are fewer than the operand's leave the others as they are. */
  write(access: BufferAccess, elements: Float64Array): void {
    const cells = this.#view(access);
    if (!WORDS.has(access.operand)) {
      cells.set(elements);
      return;
    }
    for (const [index, element] of elements.entries())
      cells.fill(element, 2 * index, 2 * index + 2);
  }

  poison(access: BufferAccess): void {
    this.#view(access).fill(Number.NaN);
  }

  /** @param start in bytes of the arena, as `end` */
  poisonBytes(start: number, end: number): void {
    this.#cells.fill(Number.NaN, start / CELL_BYTES, end / CELL_BYTES);
  }

  #view({ buffer, start, end }: BufferAccess): Float64Array {
    const offset = this.#buffers[buffer]?.arenaOffset ?? 0;
    return this.#cells.subarray((offset + start) / CELL_BYTES, (offset + end) / CELL_BYTES);
  }
}

import type {
  BufferAccess,
  Program,
  ProgramBuffer,
  ProgramKernel,
} from "../../../generated/program.ts";

/** Operands of int32 and float32; the others are bf16, or e4m3 where a kernel's variant says so. */
const WORDS: ReadonlySet<string> = new Set([
  "inputScales",
  "outputScales",
  "experts",
  "expertWeights",
  "weights",
  "expertOffsets",
  "expertRows",
  "sourceRows",
  "sharedGate",
  "tokens",
]);
const [WORD_BYTES, BF16_BYTES, E4M3_BYTES] = [4, 2, 1];

type Variant = ProgramKernel["variant"];

/** Bytes of an element of an operand. */
function elementBytes(operand: string, { operands, output }: NonNullable<Variant> = {}): number {
  if (WORDS.has(operand)) return WORD_BYTES;
  const isNarrow = (operand === "input" && operands) || (operand === "output" && output);
  return isNarrow ? E4M3_BYTES : BF16_BYTES;
}

/**
 * The arena of one GPU in float64: a cell for so many bytes as the smallest element has, so that
 * buffers which share bytes share cells. A larger element lies in the first of its cells.
 */
export class Arena {
  readonly #cells: Float64Array;
  readonly #cellBytes: number;
  readonly #buffers: readonly ProgramBuffer[];

  constructor({ arenaBytes, buffers, instructions }: Program) {
    const isNarrow = instructions.some(({ kernel: { variant } }) => variant?.output !== undefined);
    this.#cellBytes = isNarrow ? E4M3_BYTES : BF16_BYTES;
    this.#cells = new Float64Array(arenaBytes / this.#cellBytes);
    this.#buffers = buffers;
    this.#cells.fill(Number.NaN);
  }

  /** A copy of an operand's elements. */
  read(access: BufferAccess, variant?: Variant): Float64Array {
    const cells = this.#view(access);
    const span = elementBytes(access.operand, variant) / this.#cellBytes;
    if (span === 1) return cells.slice();
    const elements = new Float64Array(Math.ceil(cells.length / span));
    for (let index = 0; index < elements.length; index++) {
      elements[index] = cells[span * index] as number;
    }
    return elements;
  }

  /** Elements that are fewer than the operand's leave the others as they are. */
  write(access: BufferAccess, elements: Float64Array, variant?: Variant): void {
    const cells = this.#view(access);
    const span = elementBytes(access.operand, variant) / this.#cellBytes;
    if (span === 1) {
      cells.set(elements);
      return;
    }
    for (let cell = 0; cell < span * elements.length; cell++)
      cells[cell] = elements[Math.floor(cell / span)] as number;
  }

  poison(access: BufferAccess): void {
    this.#view(access).fill(Number.NaN);
  }

  /** @param start in bytes of the arena, as `end` */
  poisonBytes(start: number, end: number): void {
    this.#cells.fill(Number.NaN, start / this.#cellBytes, end / this.#cellBytes);
  }

  #view({ buffer, start, end }: BufferAccess): Float64Array {
    const offset = this.#buffers[buffer]?.arenaOffset ?? 0;
    const [first, last] = [offset + start, offset + end];
    return this.#cells.subarray(first / this.#cellBytes, last / this.#cellBytes);
  }
}

import { PlannerError } from "../../errors.ts";
import type { BufferAccess, Program } from "../../generated/program.ts";
import { type AnyInstruction, dataFlow, type Version, wholeStep } from "../../program/data-flow.ts";
import { type Random, shuffled } from "../../random.ts";
import { kvSlots, type Step } from "../../step/step.ts";
import type { KernelCall, Outputs } from "./kernels/call.ts";
import { kernelOf } from "./kernels/kernels.ts";
import { Arena } from "./memory/arena.ts";
import { PagedKv } from "./memory/paged-kv.ts";
import type { ModelShard } from "./memory/shard-weights.ts";

/** A program with what the engine needs to know of its data. */
export interface PreparedProgram {
  program: Program;
  /** The whole step; positions below count in it. */
  sequence: readonly AnyInstruction[];
  versions: readonly Version[];
  /** By position: the versions that the instruction reads. */
  readBy: ReadonlyMap<number, readonly number[]>;
  /** Tokens of a KV page, and elements of a token's keys and values. */
  pageTokens: number;
  kvWidth: number;
}

export function prepare(program: Program): PreparedProgram {
  const { versions } = dataFlow(program);
  const readBy = new Map<number, number[]>();
  for (const [index, { readers }] of versions.entries()) {
    for (const reader of readers) readBy.set(reader, [...(readBy.get(reader) ?? []), index]);
  }
  const append = program.instructions.find(({ kernel }) => kernel.kind === "rope_kv_append");
  const { kvheads = 0, head = 0, page = 1 } = append?.kernel.shape ?? {};
  return {
    program,
    sequence: wholeStep(program),
    versions,
    readBy,
    pageTokens: page,
    kvWidth: 2 * kvheads * head,
  };
}

/**
 * The KV cache of one GPU, by layer. Programs of one plan set may share it.
 *
 * @param pages the scrap page included
 */
export function kvCacheOf(prepared: PreparedProgram, pages: number): PagedKv[] {
  const { program, pageTokens, kvWidth } = prepared;
  return Array.from({ length: program.layers }, () => new PagedKv(pages * pageTokens, kvWidth));
}

/** One GPU of a tensor-parallel group: its memory, and what instructions do to it. */
export class Gpu {
  readonly #prepared: PreparedProgram;
  readonly #shard: ModelShard;
  readonly #arena: Arena;
  /** By layer. */
  readonly #kv: readonly PagedKv[];
  /** By version: readers that have yet to finish. */
  readonly #readersLeft: Int32Array;

  /** @param kv by layer */
  constructor(prepared: PreparedProgram, shard: ModelShard, kv: readonly PagedKv[]) {
    const { program, versions } = prepared;
    this.#prepared = prepared;
    this.#shard = shard;
    this.#arena = new Arena(program);
    this.#kv = kv;
    this.#readersLeft = new Int32Array(versions.length);
  }

  /** Forgets all activations; the KV cache stays. */
  clear(): void {
    const { program, versions } = this.#prepared;
    this.#arena.poisonBytes(0, program.arenaBytes);
    this.#readersLeft.set(versions.map(({ readers }) => readers.length));
  }

  /** From now on an instruction may write, so that what it will write is undefined. */
  start(position: number, step: Step): void {
    const instruction = this.#instruction(position);
    for (const access of instruction.writes) {
      if (isUpdate(instruction, access)) continue;
      if (access.operand !== "cache") this.#arena.poison(access);
      else for (const row of this.#appended(instruction, step)) row.fill(Number.NaN);
    }
  }

  /** What an instruction makes of its inputs as they are now. */
  compute(position: number, step: Step): Outputs {
    const instruction = this.#instruction(position);
    return kernelOf(instruction.kernel.kind)(this.#call(instruction, step));
  }

  /** Puts an instruction's results where they belong, in a random order. */
  finish(position: number, outputs: Outputs, step: Step, random: Random): void {
    const instruction = this.#instruction(position);
    for (const access of shuffled(instruction.writes, random)) {
      const elements = outputs[access.operand];
      if (elements === undefined) {
        throw new PlannerError("E_INTERNAL", `no ${access.operand} of ${instruction.operation}`);
      }
      if (access.operand !== "cache")
        this.#arena.write(access, elements, instruction.kernel.variant);
      else this.#append(instruction, elements, step);
    }
    this.#release(position);
  }

  read(access: BufferAccess): Float64Array {
    return this.#arena.read(access);
  }

  /** Poisons what nobody will read again; around the layers, the engine still wants the logits. */
  #release(position: number): void {
    const instruction = this.#instruction(position);
    if (!("layer" in instruction)) return;
    for (const index of this.#prepared.readBy.get(position) ?? []) {
      const version = this.#prepared.versions[index] as Version;
      const left = (this.#readersLeft[index] ?? 0) - 1;
      this.#readersLeft[index] = left;
      const isUpdated = instruction.writes.some(({ buffer }) => buffer === version.buffer);
      if (left > 0 || isUpdated || version.memory !== "arena") continue;
      this.#arena.poisonBytes(version.start, version.end);
    }
  }

  #append(instruction: AnyInstruction, elements: Float64Array, step: Step): void {
    for (const [index, row] of this.#appended(instruction, step).entries()) {
      row.set(elements.subarray(index * row.length, (index + 1) * row.length));
    }
  }

  /** Rows of the cache that an append fills. */
  #appended(instruction: AnyInstruction, step: Step): Float64Array[] {
    const { tokens, kv } = this.#call(instruction, step);
    const slots = kvSlots(step, this.#prepared.pageTokens).subarray(...tokens);
    return Array.from(slots, (slot) => kv?.row(slot) ?? new Float64Array());
  }

  #call(instruction: AnyInstruction, step: Step): KernelCall {
    const { operation, kernel, reads } = instruction;
    const layer = "layer" in instruction ? instruction.layer : undefined;
    return {
      operation,
      formats: kernel.variant ?? {},
      size: (name) => kernel.shape[name] ?? Number.NaN,
      tokens: "tokens" in instruction ? instruction.tokens : [0, step.tokenIds.length],
      operand: (name) => {
        const access = reads.find(({ operand }) => operand === name);
        return access && this.#arena.read(access, kernel.variant);
      },
      kv: layer === undefined ? undefined : this.#kv[layer],
      step,
      shard: this.#shard,
      layer: layer === undefined ? undefined : this.#shard.layers[layer],
    };
  }

  #instruction(position: number): AnyInstruction {
    return this.#prepared.sequence[position] as AnyInstruction;
  }
}

/** Changed in place, so that what is there must last until it is read. */
function isUpdate({ reads }: AnyInstruction, { buffer }: BufferAccess): boolean {
  return reads.some((access) => access.buffer === buffer);
}

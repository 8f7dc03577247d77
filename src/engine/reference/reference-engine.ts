import { PlannerError } from "../../errors.ts";
import type {
  BufferAccess,
  Instruction,
  Program,
  StepInstruction,
} from "../../generated/program.ts";
import { dataFlow, type Version, wholeStep } from "../../plan/data-flow.ts";
import type { Step } from "../step.ts";
import { Arena } from "./arena.ts";
import { interleave } from "./interleave.ts";
import { appendedSlots } from "./kernels/attention.ts";
import type { KernelCall, Outputs } from "./kernels/call.ts";
import { kernelOf } from "./kernels/kernels.ts";
import { PagedKv } from "./paged-kv.ts";
import { type Random, shuffled } from "./random.ts";
import type { ModelShard } from "./shard-weights.ts";

export interface StepResult {
  /** A row for each of the step's `sampledRows`: [vocabulary, padding included]. */
  logits: Float64Array[];
  /** The most likely token of each. */
  tokens: number[];
}

interface Gpu {
  shard: ModelShard;
  arena: Arena;
  /** By layer. */
  kv: readonly PagedKv[];
  /** What instructions have computed from their inputs and not yet written, by position. */
  computed: Map<number, Outputs>;
  /** By position in `Version[]`: readers that have yet to finish. */
  readersLeft: Int32Array;
}

type AnyInstruction = Instruction | StepInstruction;

/**
 * Runs a program in float64 on the weights of a small model, in random orders that its streams and
 * waits allow. Nothing but these keeps instructions apart: all activations live in one arena, which
 * is NaN where nothing was written, where an instruction that has started will write, and where
 * everybody has read; and an instruction reads and writes at separate times.
 *
 * The KV cache stays from step to step.
 */
export class ReferenceEngine {
  readonly #program: Program;
  readonly #gpus: readonly Gpu[];
  readonly #sequence: readonly AnyInstruction[];
  readonly #versions: readonly Version[];
  /** By position in the whole step: the versions that it reads. */
  readonly #readBy: ReadonlyMap<number, readonly number[]>;

  /**
   * @param shards one for each GPU
   * @param pages of the KV cache
   */
  constructor(program: Program, shards: readonly ModelShard[], pages: number) {
    const { versions } = dataFlow(program);
    const readBy = new Map<number, number[]>();
    for (const [index, { readers }] of versions.entries()) {
      for (const reader of readers) readBy.set(reader, [...(readBy.get(reader) ?? []), index]);
    }
    const { slots, rowWidth } = cacheSizes(program, pages);
    this.#program = program;
    this.#sequence = wholeStep(program);
    this.#versions = versions;
    this.#readBy = readBy;
    this.#gpus = shards.map((shard) => ({
      shard,
      arena: new Arena(program.arenaBytes, program.buffers),
      kv: Array.from({ length: program.layers }, () => new PagedKv(slots, rowWidth)),
      computed: new Map(),
      readersLeft: new Int32Array(versions.length),
    }));
  }

  /**
   * Carries out one step.
   *
   * @throws PlannerError `E_UNSOUND_PLAN` when instructions wait for each other
   */
  step(step: Step, random: Random): StepResult {
    const { before, instructions, after, arenaBytes } = this.#program;
    for (const { arena, readersLeft } of this.#gpus) {
      arena.poisonBytes(0, arenaBytes);
      readersLeft.set(this.#versions.map(({ readers }) => readers.length));
    }
    const first = before.length;
    for (const position of before.keys()) this.#everywhere(position, step, random);
    interleave(this.#program, random, {
      start: (rank, position) => this.#start(this.#gpu(rank), first + position, step),
      read: (rank, position) => this.#read(this.#gpu(rank), first + position, step),
      finish: (rank, position) => this.#finish(this.#gpu(rank), first + position, step, random),
    });
    for (const index of after.keys()) {
      this.#everywhere(first + instructions.length + index, step, random);
    }
    return this.#result(step);
  }

  #everywhere(position: number, step: Step, random: Random): void {
    for (const gpu of this.#gpus) this.#start(gpu, position, step);
    for (const gpu of this.#gpus) this.#read(gpu, position, step);
    for (const gpu of this.#gpus) this.#finish(gpu, position, step, random);
  }

  #start(gpu: Gpu, position: number, step: Step): void {
    const instruction = this.#instruction(position);
    for (const access of instruction.writes) {
      if (isUpdate(instruction, access)) continue;
      if (access.operand !== "cache") gpu.arena.poison(access);
      else for (const row of this.#appended(gpu, instruction, step)) row.fill(Number.NaN);
    }
  }

  #read(gpu: Gpu, position: number, step: Step): void {
    const instruction = this.#instruction(position);
    gpu.computed.set(position, kernelOf(instruction.kernel.kind)(call(gpu, instruction, step)));
  }

  #finish(gpu: Gpu, position: number, step: Step, random: Random): void {
    const instruction = this.#instruction(position);
    const outputs =
      instruction.kernel.kind === "all_reduce" ? this.#sum(position) : gpu.computed.get(position);
    for (const access of shuffled(instruction.writes, random)) {
      const elements = outputs?.[access.operand];
      if (elements === undefined) {
        throw new PlannerError("E_INTERNAL", `no ${access.operand} of ${instruction.operation}`);
      }
      if (access.operand !== "cache") gpu.arena.write(access, elements);
      else this.#append(gpu, instruction, step, elements);
    }
    this.#release(gpu, position);
  }

  /** Poisons what nobody will read again; around the layers, the engine still wants the logits. */
  #release(gpu: Gpu, position: number): void {
    const instruction = this.#instruction(position);
    if (!("layer" in instruction)) return;
    for (const index of this.#readBy.get(position) ?? []) {
      const version = this.#versions[index] as Version;
      const left = (gpu.readersLeft[index] ?? 0) - 1;
      gpu.readersLeft[index] = left;
      const isUpdated = instruction.writes.some(({ buffer }) => buffer === version.buffer);
      if (left > 0 || isUpdated || version.memory !== "arena") continue;
      gpu.arena.poisonBytes(version.start, version.end);
    }
  }

  #sum(position: number): Outputs {
    const parts = this.#gpus.map(({ computed }) => computed.get(position)?.output);
    const [first, ...others] = parts;
    if (first === undefined) throw new PlannerError("E_INTERNAL", "a sum of nothing");
    return {
      output: first.map((value, i) => others.reduce((sum, part) => sum + (part?.[i] ?? 0), value)),
    };
  }

  #append(gpu: Gpu, instruction: AnyInstruction, step: Step, elements: Float64Array): void {
    const rows = this.#appended(gpu, instruction, step);
    for (const [index, row] of rows.entries()) {
      row.set(elements.subarray(index * row.length, (index + 1) * row.length));
    }
  }

  #appended(gpu: Gpu, instruction: AnyInstruction, step: Step): Float64Array[] {
    const launch = call(gpu, instruction, step);
    return Array.from(appendedSlots(launch), (slot) => launch.kv?.row(slot) ?? new Float64Array());
  }

  #result(step: Step): StepResult {
    const { after } = this.#program;
    const [logitsAccess, tokensAccess] = [
      after.find(({ operation }) => operation === "lm_head")?.writes[0],
      after.find(({ operation }) => operation === "sampling")?.writes[0],
    ];
    if (logitsAccess === undefined || tokensAccess === undefined) {
      throw new PlannerError("E_INTERNAL", "a program without LM head and sampling");
    }
    const slices = this.#gpus.map(({ arena, shard }) => ({
      logits: arena.read(logitsAccess),
      tokens: arena.read(tokensAccess),
      width: shard.lmHead.rows,
    }));
    const rows = Array.from(step.sampledRows.keys());
    const logits = rows.map((row) =>
      Float64Array.from(
        slices.flatMap((slice) => [
          ...slice.logits.subarray(row * slice.width, (row + 1) * slice.width),
        ]),
      ),
    );
    const tokens = rows.map((row) => {
      const candidates = slices.map((slice) => slice.tokens[row] as number);
      const chance = (token: number) => logits[row]?.[token] ?? Number.NaN;
      return candidates.reduce((best, token) => (chance(token) > chance(best) ? token : best));
    });
    return { logits, tokens };
  }

  #instruction(position: number): AnyInstruction {
    return this.#sequence[position] as AnyInstruction;
  }

  #gpu(rank: number): Gpu {
    return this.#gpus[rank] as Gpu;
  }
}

function call(gpu: Gpu, instruction: AnyInstruction, step: Step): KernelCall {
  const { operation, kernel, reads } = instruction;
  const layer = "layer" in instruction ? instruction.layer : undefined;
  return {
    operation,
    size: (name) => kernel.shape[name] ?? Number.NaN,
    tokens: "tokens" in instruction ? instruction.tokens : [0, step.tokenIds.length],
    operand: (name) => {
      const access = reads.find(({ operand }) => operand === name);
      return access && gpu.arena.read(access);
    },
    kv: layer === undefined ? undefined : gpu.kv[layer],
    step,
    shard: gpu.shard,
    layer: layer === undefined ? undefined : gpu.shard.layers[layer],
  };
}

/** Changed in place, so that what is there must last until it is read. */
function isUpdate({ reads }: AnyInstruction, { buffer }: BufferAccess): boolean {
  return reads.some((access) => access.buffer === buffer);
}

function cacheSizes({ instructions }: Program, pages: number) {
  const shape = instructions.find(({ kernel }) => kernel.kind === "rope_kv_append")?.kernel.shape;
  const { kvheads = 0, head = 0, page = 0 } = shape ?? {};
  return { slots: pages * page, rowWidth: 2 * kvheads * head };
}

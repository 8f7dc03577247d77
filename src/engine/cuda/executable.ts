import { PlannerError } from "../../errors.ts";
import type { ModelShape } from "../../generated/plan.ts";
import type {
  Instruction,
  Program,
  ProgramPartition,
  StepInstruction,
  TokenRange,
} from "../../generated/program.ts";
import type { DeviceWeights } from "./device-weights.ts";
import { type RequestWords, wordList } from "./executor-process.ts";
import type { InputLayout } from "./step-inputs.ts";

/** What a program is bound to, beside its own arena. */
export interface Binding {
  shape: ModelShape;
  /** Of all norms. */
  epsilon: number;
  weights: DeviceWeights;
  inputs: InputLayout;
  /** Of the program's block in the region of inputs, bytes. */
  inputsOffset: number;
  kvPages: number;
  scratch: ScratchLayout;
  smCount: number;
}

/** Offsets in the region `scratch`, bytes. */
export interface ScratchLayout {
  workspaces: readonly number[];
  partials: number;
  counters: number;
  /** Of each range of decode rows. */
  tileOffsets: readonly number[];
  /** Zeros for the first norm, which has nothing to add. */
  zeros: number;
  rotations: number;
  /** First and last row, for our own products. */
  rowRanges: ReadonlyMap<number, number>;
}

/** An instruction of the executor, as traces name it. */
export interface ExecutableStep {
  name: string;
  layer: number | null;
  queue: number;
}

export interface Executable {
  /** For native-executor's `program`. */
  text: string;
  steps: readonly ExecutableStep[];
}

const BYTES_PER_WORD = 4;
const BYTES_PER_ELEMENT = 2;

/**
 * Writes a program for native-executor: one queue for each stream and one for the whole GPU, on
 * which the step's own instructions run before and after the layers.
 *
 * @param parts `step`: all of it; `layers`: only the layers, as plans predict them
 * @throws PlannerError `E_NATIVE` on an instruction that the executor has no kernel for
 */
export function writeExecutable(
  program: Program,
  binding: Binding,
  parts: "step" | "layers",
): Executable {
  const writer = new Writer(program, binding);
  for (const range of program.batch.decodeRows.keys()) writer.addDecodePlan(range);
  if (parts === "step") for (const instruction of program.before) writer.addStep(instruction);
  writer.addLayers();
  if (parts === "step") for (const instruction of program.after) writer.addStep(instruction);
  return writer.finish();
}

class Writer {
  readonly #program: Program;
  readonly #binding: Binding;
  readonly #lines: string[];
  readonly #steps: ExecutableStep[] = [];
  /** Of what runs on the whole GPU. */
  readonly #wholeQueue: number;
  /** Newest instruction of each queue. */
  readonly #newest: (number | undefined)[];

  constructor(program: Program, binding: Binding) {
    this.#program = program;
    this.#binding = binding;
    const { streams, partitions } = program;
    this.#lines = streams.map(({ partition }) => queueLine(partitions[partition], binding.smCount));
    this.#wholeQueue =
      this.#lines.push(queueLine({ side: "whole", smCount: binding.smCount }, binding.smCount)) - 1;
    this.#newest = this.#lines.map(() => undefined);
  }

  finish(): Executable {
    return { text: `${this.#lines.join("\n")}\n`, steps: this.#steps };
  }

  addDecodePlan(range: number): void {
    const rows = this.#program.batch.decodeRows[range] as TokenRange;
    this.#run(
      { name: `decode_plan.${range}`, layer: null, queue: this.#wholeQueue },
      "decode_plan",
      {
        tokens: rows[1] - rows[0],
        "@contextLengths": this.#input(this.#binding.inputs.contextLengths + rows[0]),
        "@tileOffsets": this.#scratch(this.#binding.scratch.tileOffsets[range]),
      },
    );
  }

  /** Embedding, final norm and the like: on the whole GPU, after everything before them. */
  addStep(instruction: StepInstruction): void {
    const { operation, kernel } = instruction;
    const waits = this.#newest.filter(
      (newest, queue) => queue !== this.#wholeQueue && newest !== undefined,
    );
    this.#run(
      { name: operation, layer: null, queue: this.#wholeQueue },
      kernel.kind,
      { ...this.#commonWords(instruction), ...this.#stepOperands(instruction) },
      waits as number[],
    );
  }

  addLayers(): void {
    const first = this.#steps.length;
    const before = this.#newest[this.#wholeQueue];
    for (const instruction of this.#program.instructions) {
      const { stream, nanoOperation, layer, kernel } = instruction;
      const waits = instruction.waits.map((wait) => wait + first);
      if (this.#newest[stream] === undefined && before !== undefined) waits.push(before);
      this.#run(
        { name: nanoOperation, layer, queue: stream },
        kernel.kind,
        { ...this.#commonWords(instruction), ...this.#layerOperands(instruction) },
        waits,
      );
    }
  }

  #run(step: ExecutableStep, kernel: string, words: RequestWords, waits: readonly number[] = []) {
    const after = waits.length > 0 ? { waits: waits.join(",") } : {};
    this.#lines.push(
      ["run", ...wordList({ queue: step.queue, kernel, ...after, ...words })].join(" "),
    );
    this.#newest[step.queue] = this.#steps.push(step) - 1;
  }

  /** Shape, rows, implementation, and activations in the arena. */
  #commonWords({ kernel, implementation, size, reads, writes }: Instruction | StepInstruction) {
    const words: Record<string, string | number> = {
      tokens: size.tokens,
      implementation,
      ...kernel.shape,
    };
    for (const { operand, buffer, start } of [...reads, ...writes]) {
      const { arenaOffset } = this.#program.buffers[buffer] ?? { arenaOffset: null };
      if (arenaOffset !== null) words[`@${operand}`] = `arena+${arenaOffset + start}`;
    }
    return words;
  }

  #stepOperands({ operation, kernel }: StepInstruction): RequestWords {
    const { inputs, epsilon } = this.#binding;
    switch (operation) {
      case "embedding":
        return { "@table": this.#weight("embedding"), "@ids": this.#input(inputs.tokenIds) };
      case "sampled_rows":
        return { "@ids": this.#input(inputs.sampledRows) };
      case "final_norm":
        return { "@weight": this.#weight("final_norm"), epsilon };
      case "lm_head":
        return { "@weight": this.#weight("lm_head"), ...this.#workspace(this.#wholeQueue) };
      case "sampling":
        return {};
      default:
        throw unknownKernel(`${operation} (${kernel.kind})`);
    }
  }

  #layerOperands(instruction: Instruction): RequestWords {
    const { kernel, operation, layer, stream, implementation, size, reads } = instruction;
    const { epsilon, scratch } = this.#binding;
    const weight = (name = operation) => this.#weight(`${layer}.${name}`);
    switch (kernel.kind) {
      case "rms_norm": {
        const hasInput = reads.some(({ operand }) => operand === "input");
        const input = hasInput ? {} : { "@input": this.#scratch(scratch.zeros) };
        return { "@weight": weight(), epsilon, ...input };
      }
      case "gemm": {
        const rows = implementation.startsWith("own.")
          ? { "@expertOffsets": this.#scratch(scratch.rowRanges.get(size.tokens)) }
          : this.#workspace(stream);
        return { "@weight": weight(), ...rows };
      }
      case "grouped_gemm":
      case "router":
        return { "@weight": weight() };
      case "rope_kv_append":
        return { ...this.#cache(layer), ...this.#appendWords(instruction) };
      case "decode_attention":
        return { ...this.#cache(layer), ...this.#decodeWords(instruction) };
      case "prefill_attention":
        return { ...this.#cache(layer), ...this.#prefillWords(instruction) };
      case "silu_mul":
      case "moe_permute":
      case "moe_combine":
        return {};
      default:
        throw unknownKernel(`${operation} (${kernel.kind})`);
    }
  }

  #appendWords({ tokens, layer }: Instruction): RequestWords {
    const { inputs, shape, scratch, epsilon } = this.#binding;
    const weight = (name: string) => this.#weight(`${layer}.${name}`);
    return {
      context: inputs.limits.context,
      "@rotations": this.#scratch(scratch.rotations),
      "@positions": this.#input(inputs.positions + tokens[0]),
      "@slots": this.#input(inputs.slots + tokens[0]),
      ...(shape.qkvBias && { "@bias": weight("qkv_bias") }),
      ...(shape.qkNorm && {
        "@queryNorm": weight("query_norm"),
        "@keyNorm": weight("key_norm"),
        epsilon,
      }),
    };
  }

  #decodeWords({ tokens, kernel, nanoOperation }: Instruction): RequestWords {
    const { inputs, scratch } = this.#binding;
    const range = inputs.decode.findIndex(
      ({ rows }) => rows[0] <= tokens[0] && tokens[1] <= rows[1],
    );
    const entry = inputs.decode[range];
    if (entry === undefined || entry.rows[0] !== tokens[0] || entry.rows[1] !== tokens[1]) {
      throw partOfRange(nanoOperation);
    }
    return {
      queryStride: qkvWidth(kernel.shape),
      pageTableStride: inputs.tableStride,
      "@pageTable": this.#input(entry.pageTable),
      "@contextLengths": this.#input(inputs.contextLengths + tokens[0]),
      "@tileOffsets": this.#scratch(scratch.tileOffsets[range]),
      "@partials": this.#scratch(scratch.partials),
      "@counters": this.#scratch(scratch.counters),
    };
  }

  #prefillWords({ tokens, kernel, nanoOperation }: Instruction): RequestWords {
    const { inputs } = this.#binding;
    const entry = inputs.prefill.find(({ rows }) => rows[0] === tokens[0] && rows[1] === tokens[1]);
    if (entry === undefined) throw partOfRange(nanoOperation);
    return {
      queryStride: qkvWidth(kernel.shape),
      pageTableStride: inputs.tableStride,
      sequences: inputs.limits.sequences,
      longest: inputs.limits.longest,
      "@pageTable": this.#input(entry.pageTable),
      "@queryStarts": this.#input(entry.queryStarts),
      "@contextBefore": this.#input(entry.contextBefore),
    };
  }

  #cache(layer: number): RequestWords {
    const { kvPages } = this.#binding;
    const bytes = kvBytesPerPage(this.#binding.shape, this.#binding.inputs.pageTokens) * kvPages;
    return {
      pages: kvPages,
      "@keys": `cache+${layer * bytes}`,
      "@values": `cache+${layer * bytes + bytes / 2}`,
    };
  }

  #weight(name: string): string {
    const tensor = this.#binding.weights.tensors.get(name);
    if (tensor === undefined) throw unknownKernel(`weights \`${name}\``);
    return `weights+${tensor.offset}`;
  }

  #workspace(queue: number): RequestWords {
    return { "@workspace": this.#scratch(this.#binding.scratch.workspaces[queue]) };
  }

  #input(word: number): string {
    return `inputs+${this.#binding.inputsOffset + word * BYTES_PER_WORD}`;
  }

  #scratch(offset: number | undefined): string {
    if (offset === undefined) throw new PlannerError("E_INTERNAL", "scratch that was not planned");
    return `scratch+${offset}`;
  }
}

/** Keys and values of one layer. */
export function kvBytesPerPage(shape: ModelShape, pageTokens: number): number {
  return 2 * shape.kvHeads * pageTokens * shape.headSize * BYTES_PER_ELEMENT;
}

/**
 * A queue placed as the profiler placed the kernels of its partition: on a side of a green context,
 * or, under CTA limits, on an ordinary stream, on which the remainder's few CTAs go first.
 */
function queueLine(partition: ProgramPartition | undefined, smCount: number): string {
  if (partition === undefined) throw new PlannerError("E_INTERNAL", "a stream without partition");
  return ["queue", ...wordList({ device: 0, ...queueWords(partition, smCount) })].join(" ");
}

function queueWords(
  { side, smCount: sms, mechanism }: ProgramPartition,
  all: number,
): RequestWords {
  if (side === "whole") return { side, sms: all };
  if (mechanism !== "cta-limit") {
    return { side, sms, split: side === "group" ? sms : all - sms, gemm_sms: sms };
  }
  return side === "group" ? { side, sms, gemm_sms: sms } : { side, sms, ctas: sms, urgent: 1 };
}

function qkvWidth({ qheads = 0, kvheads = 0, head = 0 }: Readonly<Record<string, number>>): number {
  return (qheads + 2 * kvheads) * head;
}

function unknownKernel(what: string): PlannerError {
  return new PlannerError("E_NATIVE", `the CUDA engine cannot run ${what}`, {
    remedy: "Use --engine simulator.",
  });
}

function partOfRange(nanoOperation: string): PlannerError {
  return new PlannerError(
    "E_NATIVE",
    `${nanoOperation}: the CUDA engine runs attention on all rows of a nano-batch at once`,
    { remedy: "Use --engine simulator." },
  );
}

import type { Program } from "../../../generated/program.ts";
import { type RequestWords, wordList } from "../process/executor-process.ts";
import type { Binding } from "./binding.ts";
import {
  commonWords,
  decodePlanWords,
  executorKernel,
  isCollective,
  layerWords,
  prefillPlanWords,
  stepWords,
} from "./kernel-words.ts";
import { queueLine } from "./queue-line.ts";

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

/**
 * Writes a program for native-executor: one queue for each stream, and one for the whole GPU. On
 * that one the step's own instructions run before and after the layers.
 *
 * @param parts `step`: all of it; `layers`: only the layers, as plans predict them
 * @throws PlannerError `E_NATIVE` on an instruction that the executor has no kernel for
 */
export function writeExecutable(
  program: Program,
  binding: Binding,
  parts: "step" | "layers",
): Executable {
  const { streams, partitions, buffers } = program;
  const { smCount } = binding;
  const queues = [
    ...streams.map(({ partition }) => queueLine(partitions[partition], smCount)),
    queueLine({ side: "whole", smCount }, smCount),
  ];
  const whole = streams.length;
  const list = new InstructionList(queues.length);

  for (const [range, { rows }] of binding.inputs.decode.entries()) {
    const step = { name: `decode_plan.${range}`, layer: null, queue: whole };
    list.add(step, "decode_plan", decodePlanWords(binding, rows, range), []);
  }
  for (const [range, entry] of binding.inputs.prefill.entries()) {
    const step = { name: `prefill_plan.${range}`, layer: null, queue: whole };
    list.add(step, "prefill_plan", prefillPlanWords(binding, entry, range), []);
  }
  const addAround = (instructions: Program["before"]) => {
    for (const instruction of instructions) {
      const step = { name: instruction.operation, layer: null, queue: whole };
      const words = {
        ...commonWords(instruction, buffers),
        ...stepWords(instruction, binding, whole),
      };
      const kernel = executorKernel(instruction.kernel, binding);
      list.add(step, kernel, words, list.newestOfOthers(whole));
    }
  };
  if (parts === "step") addAround(program.before);
  const first = list.length;
  const before = list.newestOf(whole);
  for (const instruction of program.instructions) {
    const { stream, nanoOperation, layer, kernel } = instruction;
    const waits = instruction.waits.map((wait) => wait + first);
    if (list.newestOf(stream) === undefined && before !== undefined) waits.push(before);
    const words = { ...commonWords(instruction, buffers), ...layerWords(instruction, binding) };
    list.add({ name: nanoOperation, layer, queue: stream }, kernel.kind, words, waits);
  }
  if (parts === "step") addAround(program.after);
  return { text: `${[...queues, ...list.lines].join("\n")}\n`, steps: list.steps };
}

/**
 * Instructions in order, with the newest of each queue. A collective follows the one before it: where
 * the program's own edges leave that open, it waits for it. So all ranks come to them in one order.
 */
class InstructionList {
  readonly lines: string[] = [];
  readonly steps: ExecutableStep[] = [];
  readonly #newest: (number | undefined)[];
  readonly #collectives: number[] = [];
  /** By instruction: how many of the collectives come before its end. */
  readonly #followed: number[] = [];

  constructor(queues: number) {
    this.#newest = Array.from({ length: queues }, () => undefined);
  }

  get length(): number {
    return this.lines.length;
  }

  newestOf(queue: number): number | undefined {
    return this.#newest[queue];
  }

  newestOfOthers(queue: number): number[] {
    return this.#newest.filter(
      (newest, other): newest is number => other !== queue && newest !== undefined,
    );
  }

  /** @param waits positions of earlier instructions; the one before in the queue is one anyway */
  add(step: ExecutableStep, kernel: string, words: RequestWords, waits: readonly number[]): void {
    const { queue } = step;
    const all = [...waits, ...this.#orderOf(kernel, queue, waits)];
    const after = all.length > 0 ? { waits: all.join(",") } : {};
    this.#newest[queue] = this.steps.push(step) - 1;
    this.lines.push(["run", ...wordList({ queue, kernel, ...after, ...words })].join(" "));
  }

  /** What an instruction must wait for besides, so that collectives have one order. */
  #orderOf(kernel: string, queue: number, waits: readonly number[]): number[] {
    const before = [...waits, this.#newest[queue]].filter((each) => each !== undefined);
    const followed = Math.max(0, ...before.map((each) => this.#followed[each] ?? 0));
    if (!isCollective(kernel)) {
      this.#followed.push(followed);
      return [];
    }
    const last = this.#collectives.at(-1);
    this.#followed.push(this.#collectives.push(this.length));
    return last === undefined || followed === this.#collectives.length - 1 ? [] : [last];
  }
}

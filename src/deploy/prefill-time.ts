import type { CostTable } from "../cost/cost-table.ts";
import { partitionOf } from "../engine/simulator/simulate-program.ts";
import type { Instruction, Program } from "../generated/program.ts";
import type { SetProgram } from "../plan-set/plan-set-file.ts";
import { stepUsAtPrefillContext } from "../plan-set/step-times.ts";
import { attentionSpans, type Step } from "../step/step.ts";
import { type Chunk, longestQueue } from "./prefill-queue.ts";

/** Tokens of the chunks that profiles measure; see prefill_attention.cc of native-profiler. */
const MEASURED_CHUNK = 512;

/** Context between two simulations that tell what a tile of keys costs: where profiles measure it. */
const CONTEXT_STEP = 512;

/** One prefill attention of a layer. */
interface PrefillKernel {
  tokens: Instruction["tokens"];
  queueOf(chunks: Iterable<Chunk>): number;
  /** Of the chunks that the plan's time is of. */
  plannedQueue: number;
  /** Context that adds a tile of keys to it, for all of these chunks, in tokens. */
  contextPerTile: number;
  /** What a tile of keys more adds to the step. */
  usPerTile: number;
}

/** What a step's prefill attention takes beyond what its plan assumes, by the chunks of the step. */
export class PrefillTime {
  readonly #program: Program;
  /** By nano-operation. */
  readonly #kernels: ReadonlyMap<string, PrefillKernel>;

  /** @param program the plan, lowered */
  constructor({ plan }: Pick<SetProgram, "plan">, program: Program, costs: CostTable) {
    this.#program = program;
    const plannedUs = stepUsAtPrefillContext(plan, program, costs, () => 0);
    const kernelOf = (instruction: Instruction): PrefillKernel => {
      const { nanoOperation, kernel, tokens, size } = instruction;
      const partition = partitionOf(program, instruction);
      const queueOf = (chunks: Iterable<Chunk>) => longestQueue(chunks, kernel, partition);
      const plannedQueue = queueOf(measuredChunks(size.tokens, size.context));
      const longerQueue = queueOf(measuredChunks(size.tokens, size.context + CONTEXT_STEP));
      const longerUs = stepUsAtPrefillContext(plan, program, costs, (other) =>
        other.nanoOperation === nanoOperation ? CONTEXT_STEP : 0,
      );
      // 0 where the profile has no context beyond the plan's.
      const addedUs =
        longerUs === undefined || plannedUs === undefined ? 0 : Math.max(0, longerUs - plannedUs);
      const addedTiles = longerQueue - plannedQueue;
      const contextPerTile = CONTEXT_STEP / addedTiles;
      return { tokens, queueOf, plannedQueue, contextPerTile, usPerTile: addedUs / addedTiles };
    };
    const ofOneLayer = program.instructions.filter(
      ({ kernel, layer }) => kernel.kind === "prefill_attention" && layer === 0,
    );
    this.#kernels = new Map(ofOneLayer.map((each) => [each.nanoOperation, kernelOf(each)]));
  }

  /** µs; less than nothing where the step's chunks see less than the plan's. */
  beyondPlanUs(step: Step): number {
    let us = 0;
    for (const kernel of this.#kernels.values()) us += tilesBeyond(kernel, step) * kernel.usPerTile;
    return us;
  }

  /** The program with its prefill attention as long as a step makes it: by its context. */
  programAt(step: Step): Program {
    const instructions = this.#program.instructions.map((instruction) => {
      const kernel = this.#kernels.get(instruction.nanoOperation);
      if (kernel === undefined) return instruction;
      const { size } = instruction;
      const context = size.context + tilesBeyond(kernel, step) * kernel.contextPerTile;
      return { ...instruction, size: { ...size, context: Math.max(0, context) } };
    });
    return { ...this.#program, instructions };
  }
}

/** Tiles of keys that the busiest CTAs go through, beyond those of the plan's chunks. */
function tilesBeyond({ tokens, queueOf, plannedQueue }: PrefillKernel, step: Step): number {
  const chunks = attentionSpans(step, tokens).map(({ rows: [start, end], contextBefore }) => ({
    ...{ contextBefore, tokens: end - start },
  }));
  return queueOf(chunks) - plannedQueue;
}

/** Chunks of so many tokens together, as profiles measure them. */
function measuredChunks(tokens: number, contextBefore: number): Chunk[] {
  const count = Math.ceil(tokens / MEASURED_CHUNK);
  return Array.from({ length: count }, (_, index) => ({
    contextBefore,
    tokens: Math.min(MEASURED_CHUNK, tokens - index * MEASURED_CHUNK),
  }));
}

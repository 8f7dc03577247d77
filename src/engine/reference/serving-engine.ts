import { PlannerError } from "../../errors.ts";
import type { Program } from "../../generated/program.ts";
import type { Random } from "../../random.ts";
import {
  LAST_SAMPLED,
  type RowLogprobs,
  type ServedStep,
  type ServingEngine,
  type ServingStep,
} from "../../step/serving-step.ts";
import { SCRAP_PAGE, type StepSequence } from "../../step/step.ts";
import { kvCacheOf, prepare } from "./gpu.ts";
import { type Choice, type LogitFault, maskedLogits } from "./kernels/choose-token.ts";
import type { ModelWeights } from "./memory/model-weights.ts";
import { shardWeights } from "./memory/shard-weights.ts";
import { ReferenceEngine } from "./reference-engine.ts";
import { SlotChoices } from "./slot-choices.ts";

export interface ReferenceServingOptions {
  /** By name, for the same model and parallelism. */
  programs: ReadonlyMap<string, Program>;
  weights: ModelWeights;
  /** Pages of the KV cache, the scrap page included. */
  kvPages: number;
  random: Random;
}

const STEPS_UNDER_WAY = 2;

const FAULTS: Readonly<Record<LogitFault, string>> = {
  nan: "its logits are no numbers",
  infinite: "one of its logits is infinite",
  empty: "its logits exclude every token",
};

/**
 * Serves a small model in float64 on the CPU. It keeps page tables, sampling parameters and sampled
 * tokens by slot, and uses nothing else of what it was told in earlier steps: so a step that leaves
 * out what a GPU would need gives wrong tokens here too.
 */
export class ReferenceServingEngine implements ServingEngine {
  readonly depth = STEPS_UNDER_WAY;
  readonly takesMasks = true;
  readonly #engines: ReadonlyMap<string, ReferenceEngine>;
  readonly #random: Random;
  readonly #pages: number[][] = [];
  readonly #lastSampled: number[] = [];
  readonly #choices = new SlotChoices();
  readonly #vocabularySize: number;
  #last: Promise<unknown> = Promise.resolve();

  constructor({ programs, weights, kvPages, random }: ReferenceServingOptions) {
    this.#random = random;
    this.#vocabularySize = weights.shape.vocabularySize;
    const prepared = [...programs].map(([name, program]) => ({ name, each: prepare(program) }));
    const [first] = prepared;
    if (first === undefined) throw new PlannerError("E_INTERNAL", "an engine without programs");
    const { tensorParallel } = first.each.program;
    const ranks = Array.from({ length: tensorParallel }, (_, rank) => rank);
    const shards = ranks.map((rank) => shardWeights(weights, tensorParallel, rank));
    const kv = ranks.map(() => kvCacheOf(first.each, kvPages));
    this.#engines = new Map(
      prepared.map(({ name, each }) => [name, new ReferenceEngine(each, shards, kv)]),
    );
  }

  submit(program: string, step: ServingStep): Promise<ServedStep> {
    const served = this.#last.then(() => this.#run(program, step));
    this.#last = served.catch(() => {});
    return served;
  }

  async close(): Promise<void> {
    await this.#last;
  }

  #run(name: string, step: ServingStep): ServedStep {
    const engine = this.#engines.get(name);
    if (engine === undefined) throw new PlannerError("E_INTERNAL", `no program \`${name}\``);
    this.#choices.enter(step.sampling);
    for (const { slot, index, page } of step.pageEntries) {
      this.#pages[slot] ??= [];
      (this.#pages[slot] as number[])[index] = page;
    }
    const { logits } = engine.step(this.#resolved(step), this.#random);
    const choices = logits.map((row, index) => this.#choose(step, index, row));
    const failures = choices.flatMap(({ fault }, row) =>
      fault === undefined ? [] : [{ row, fault: FAULTS[fault] }],
    );
    const tokens = Int32Array.from(choices, ({ token }) => token);
    return { tokens, failures, logprobs: logprobsOf(choices), deviceUs: 0 };
  }

  #choose(step: ServingStep, index: number, logits: Float64Array): Choice {
    const row = step.sampledRows[index] as number;
    const slot = step.slots[step.sequenceOf[row] as number] as number;
    const known = logits.subarray(0, this.#vocabularySize);
    const mask = step.masks?.get(index);
    const open = mask === undefined ? known : maskedLogits(known, mask);
    const choice = this.#choices.choose(slot, open, (step.positions[row] as number) + 1);
    this.#lastSampled[slot] = choice.token;
    return choice;
  }

  /** With the tokens and pages of the slots. */
  #resolved(step: ServingStep): ServingStep {
    const slotOf = (row: number) => step.slots[step.sequenceOf[row] as number] as number;
    return {
      ...step,
      tokenIds: step.tokenIds.map((token, row) =>
        token === LAST_SAMPLED ? this.#lastSampledOf(slotOf(row)) : token,
      ),
      sequences: step.sequences.map((sequence, index) => ({
        ...sequence,
        pages: this.#pagesOf(sequence, step.slots[index] as number),
      })),
    };
  }

  #lastSampledOf(slot: number): number {
    const token = this.#lastSampled[slot];
    if (token !== undefined) return token;
    throw new PlannerError("E_INTERNAL", `slot ${slot} has sampled nothing yet`);
  }

  #pagesOf({ id, pages }: StepSequence, slot: number): readonly number[] {
    return id === null ? pages.map(() => SCRAP_PAGE) : (this.#pages[slot] ?? []);
  }
}

function logprobsOf(choices: readonly Choice[]): Map<number, RowLogprobs> {
  const asked = new Map<number, RowLogprobs>();
  for (const [row, { logprobs }] of choices.entries()) {
    const [chosen, ...likeliest] = logprobs;
    if (chosen !== undefined) asked.set(row, { chosen, likeliest });
  }
  return asked;
}

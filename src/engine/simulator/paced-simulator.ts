import { setTimeout } from "node:timers/promises";
import type {
  RowLogprobs,
  ServedStep,
  ServingEngine,
  ServingStep,
} from "../../step/serving-step.ts";
import { nextAllowed } from "../../step/token-mask.ts";
import type { StepTime } from "./serving-simulator.ts";

export interface PacedSimulatorOptions {
  stepTime: StepTime;
  /** Tokens are made up below this. */
  vocabularySize: number;
}

const US_PER_MS = 1000;

/**
 * Serves in real time: a step takes its predicted time, and begins when the one before has ended.
 * Nothing is computed, and tokens are made up from positions.
 */
export class PacedSimulator implements ServingEngine {
  /** As on a GPU: the next step is submitted while one runs. */
  readonly depth = 2;
  readonly takesMasks = true;
  readonly #options: PacedSimulatorOptions;
  /** Slots that ask for log probabilities, and how many. */
  readonly #asking = new Map<number, number>();
  #lastEndMs = 0;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: PacedSimulatorOptions) {
    this.#options = options;
  }

  submit(program: string, step: ServingStep): Promise<ServedStep> {
    for (const { slot, parameters } of step.sampling) {
      if (parameters.logprobs > 0) this.#asking.set(slot, parameters.logprobs);
      else this.#asking.delete(slot);
    }
    const deviceUs = this.#options.stepTime(program, step);
    const endMs = Math.max(performance.now(), this.#lastEndMs) + deviceUs / US_PER_MS;
    this.#lastEndMs = endMs;
    const served = this.#last.then(async () => {
      await setTimeout(Math.max(0, endMs - performance.now()));
      return this.#made(step, deviceUs);
    });
    this.#last = served;
    return served;
  }

  async close(): Promise<void> {
    await this.#last;
  }

  #made(step: ServingStep, deviceUs: number): ServedStep {
    const logprobs = new Map<number, RowLogprobs>();
    const tokens = Int32Array.from(step.sampledRows, (row, index) => {
      const slot = step.slots[step.sequenceOf[row] as number] as number;
      const made = this.#tokenAt((step.positions[row] as number) + 1, slot);
      const mask = step.masks?.get(index);
      const token =
        mask === undefined ? made : nextAllowed(mask, made, this.#options.vocabularySize);
      // What is made up is certain.
      const chosen = { token, logprob: 0 };
      if (this.#asking.has(slot)) logprobs.set(index, { chosen, likeliest: [chosen] });
      return token;
    });
    return { tokens, failures: [], logprobs, deviceUs };
  }

  #tokenAt(position: number, slot: number): number {
    const mixed = Math.imul(position * 2_654_435_761 + slot * 40_503, 2_246_822_519) >>> 0;
    return mixed % this.#options.vocabularySize;
  }
}

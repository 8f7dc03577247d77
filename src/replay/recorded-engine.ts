import { type KvReads, kvReadsOf } from "../deploy/step-time.ts";
import type { ServedStep, ServingEngine, ServingStep } from "../step/serving-step.ts";

/** What an engine may say of a step beside its tokens. */
export interface EngineStepTimes {
  /** From the end of the step before to the start of this one; null where there was none. */
  gapUs?: number | null;
  /** Of the engine's host, for copying and launching. */
  hostUs?: number;
}

/** What was predicted of a step, and what the engine said of it. */
export interface RecordedStep extends EngineStepTimes {
  predictedUs: number;
  kvReads: KvReads;
}

/** An engine whose steps leave a prediction and the engine's own times behind, in their order. */
export class RecordedEngine implements ServingEngine {
  readonly #engine: ServingEngine;
  readonly #stepTime: (program: string, step: ServingStep) => number;
  readonly steps: RecordedStep[] = [];
  /** By program: the last step that it was given. */
  readonly lastSteps = new Map<string, ServingStep>();

  constructor(engine: ServingEngine, stepTime: (program: string, step: ServingStep) => number) {
    this.#engine = engine;
    this.#stepTime = stepTime;
  }

  get depth(): number {
    return this.#engine.depth;
  }

  async submit(program: string, step: ServingStep): Promise<ServedStep> {
    const record: RecordedStep = {
      predictedUs: this.#stepTime(program, step),
      kvReads: kvReadsOf(step),
    };
    this.steps.push(record);
    this.lastSteps.set(program, step);
    const served: ServedStep & EngineStepTimes = await this.#engine.submit(program, step);
    // Before the first lies nothing of this replay.
    if (served.gapUs !== undefined) record.gapUs = record === this.steps[0] ? null : served.gapUs;
    if (served.hostUs !== undefined) record.hostUs = served.hostUs;
    return served;
  }

  close(): Promise<void> {
    return this.#engine.close();
  }
}

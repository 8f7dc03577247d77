import type { ServedStep, ServingEngine, ServingStep } from "../../../src/step/serving-step.ts";

/** An engine that computes nothing: every token is 0, at once. */
export class IdleEngine implements ServingEngine {
  readonly depth = 2;

  async submit(_program: string, { sampledRows }: ServingStep): Promise<ServedStep> {
    return { tokens: new Int32Array(sampledRows.length), failures: [], deviceUs: 0 };
  }

  async close(): Promise<void> {}
}

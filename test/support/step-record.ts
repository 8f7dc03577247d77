import type { StepRecord } from "../../src/runtime/serving/step-record.ts";

/** Of a step with 16 rows. */
export function stepRecord(change: Partial<StepRecord> = {}): StepRecord {
  return {
    step: 0,
    program: "d4p12",
    load: { decodeRequests: 3, promptTokens: 12, prompts: 1, kvTokens: 40 },
    rows: { decode: 3, decodeInPrefill: 1, prompt: 9, promptInDecode: 1, padding: 2, redone: 0 },
    tokens: 4,
    ...{ running: 5, waiting: 2, preemptions: 0 },
    kv: { held: 6, kept: 2, free: 2 },
    ...{ submittedUs: 0, arrivedUs: 900, predictedUs: 800, deviceUs: 850, scheduleUs: 10 },
    ...change,
  };
}

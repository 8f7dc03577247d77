import type { FinishReason } from "../runtime/requests/request.ts";
import type { StepRecord } from "../runtime/serving/step-record.ts";
import type { ServingStep } from "../step/serving-step.ts";
import type { RecordedStep } from "./recorded-engine.ts";
import type { ReplayRequest } from "./requests/replay-request.ts";

/** How a replayed request went; times on the runtime's clock from the start of the replay, µs. */
export class RequestLog {
  readonly request: ReplayRequest;
  firstTokenUs: number | undefined;
  lastTokenUs: number | undefined;
  /** From each token to the next. */
  readonly #gapsUs: Float32Array;
  tokens = 0;
  /** As the runtime ended it, or why it refused it; undefined as long as it runs. */
  ended: { reason: FinishReason | "refused"; detail?: string } | undefined;

  constructor(request: ReplayRequest) {
    this.request = request;
    this.#gapsUs = new Float32Array(Math.max(0, request.outputTokens - 1));
  }

  token(atUs: number): void {
    if (this.lastTokenUs === undefined) this.firstTokenUs = atUs;
    else this.#gapsUs[this.tokens - 1] = atUs - this.lastTokenUs;
    this.lastTokenUs = atUs;
    this.tokens++;
  }

  get gapsUs(): Float32Array {
    return this.#gapsUs.subarray(0, Math.max(0, this.tokens - 1));
  }

  /** Whether it got all the tokens it was to get. */
  get isServed(): boolean {
    return this.tokens === this.request.outputTokens;
  }
}

/** A step as the runtime and the engine saw it; times from the start of the replay, µs. */
export type StepLog = Omit<StepRecord, "predictedUs"> &
  RecordedStep & {
    /** Requests that had all their tokens when this step's were there. */
    servedRequests: number;
  };

/** All that happened in a replay. */
export interface ReplayLog {
  requests: readonly RequestLog[];
  steps: readonly StepLog[];
  /** By program: the last step that it was given. */
  lastSteps: ReadonlyMap<string, ServingStep>;
  /** Until the last token, µs. */
  endUs: number;
  /** Whether it was ended before its requests. */
  isInterrupted: boolean;
  /** That the board used from the first request to the last token, mJ; undefined where nothing tells. */
  energyMj?: number;
  /** What made the engine stop. */
  failure?: Error;
}

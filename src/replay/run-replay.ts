import type { RequestEvent } from "../runtime/requests/request.ts";
import { type RequestHandle, Runtime, type RuntimeOptions } from "../runtime/serving/runtime.ts";
import type { RecordedEngine } from "./recorded-engine.ts";
import { type ReplayLog, RequestLog, type StepLog } from "./replay-log.ts";
import { promptTokens } from "./requests/prompt-tokens.ts";
import type { ReplayRequest } from "./requests/replay-request.ts";

/** Time as the engine keeps it. */
export interface ReplayClock {
  /** µs. */
  nowUs(): number;
  /**
   * Resolves at a time, or sooner when the signal comes.
   *
   * @param idle resolves when no request is left: time that is not real passes only then
   */
  until(us: number, idle: Promise<void>, signal: AbortSignal): Promise<void>;
}

export interface ReplayOptions extends Omit<RuntimeOptions, "nowUs" | "onStep"> {
  clock: ReplayClock;
  /**
   * Output tokens that a request asks for, as far as the model has positions: all that the scheduler
   * knows of its output.
   */
  maxTokens: number;
  sampling: { temperature: number };
  seed: number;
  signal: AbortSignal;
  /** Called once a step. */
  onProgress?: (endedRequests: number, waitingRequests: number) => void;
}

/**
 * Serves requests at their arrivals, by the runtime that serves others. When the signal comes, what
 * is running is cancelled, and the log ends there; likewise when the engine fails.
 */
export async function runReplay(
  engine: RecordedEngine,
  requests: readonly ReplayRequest[],
  options: ReplayOptions,
): Promise<ReplayLog> {
  const replay = new Replay(engine, requests, options);
  return replay.run();
}

class Replay {
  readonly #requests: readonly ReplayRequest[];
  readonly #options: ReplayOptions;
  readonly #runtime: Runtime;
  readonly #startUs: number;
  readonly #logs: RequestLog[] = [];
  readonly #steps: StepLog[] = [];
  readonly #lastSteps: ReplayLog["lastSteps"];
  readonly #handles = new Map<RequestLog, RequestHandle>();
  /** Aborted when no further request is to come. */
  readonly #ends = new AbortController();
  #ended = 0;
  #served = 0;

  constructor(engine: RecordedEngine, requests: readonly ReplayRequest[], options: ReplayOptions) {
    this.#requests = requests;
    this.#options = options;
    this.#startUs = options.clock.nowUs();
    this.#lastSteps = engine.lastSteps;
    this.#runtime = new Runtime(engine, {
      ...options,
      nowUs: () => this.#nowUs(),
      onStep: ({ predictedUs: _, ...record }) => {
        const recorded = engine.steps[record.step];
        if (recorded === undefined) throw new RangeError("a step that the engine did not see");
        this.#steps.push({ ...record, ...recorded, servedRequests: this.#served });
        this.#arrive();
        options.onProgress?.(this.#ended, record.waiting);
      },
    });
  }

  async run(): Promise<ReplayLog> {
    const { signal, clock } = this.#options;
    const stop = () => {
      this.#stop();
      this.#ends.abort();
    };
    signal.addEventListener("abort", stop, { once: true });
    try {
      for (;;) {
        this.#arrive();
        const hasEnded = signal.aborted || this.#runtime.failure !== undefined;
        const next = hasEnded ? undefined : this.#requests[this.#logs.length];
        const idle = this.#runtime.idle();
        if (next === undefined) {
          await idle;
          break;
        }
        idle.then(() => this.#endOnFailure());
        await clock.until(this.#startUs + next.arrivalUs, idle, this.#ends.signal);
      }
    } finally {
      signal.removeEventListener("abort", stop);
    }
    const { failure } = this.#runtime;
    return {
      ...(failure !== undefined && { failure }),
      requests: this.#logs,
      steps: this.#steps,
      lastSteps: this.#lastSteps,
      // A step that only went on behind an end that nobody foresaw is none of the replay's time.
      endUs: this.#steps.findLast(({ tokens }) => tokens > 0)?.arrivedUs ?? 0,
      isInterrupted: signal.aborted,
    };
  }

  /** Gives the runtime all requests whose time has come. */
  #arrive(): void {
    if (this.#options.signal.aborted) return;
    const nowUs = this.#nowUs();
    for (;;) {
      const request = this.#requests[this.#logs.length];
      if (request === undefined || request.arrivalUs > nowUs) return;
      this.#submit(request);
    }
  }

  #submit(request: ReplayRequest): void {
    const { seed, vocabularySize, maxTokens, positions, kvPages, pageTokens, sampling } =
      this.#options;
    // Page 0 belongs to nobody, and the KV of the last token is never needed.
    const cached = (kvPages - 1) * pageTokens + 1;
    const room = Math.min(maxTokens, Math.min(positions, cached) - request.promptTokens);
    const position = this.#logs.length;
    const log = new RequestLog(request);
    this.#logs.push(log);
    const handle = this.#runtime.submit(
      {
        prompt: promptTokens(seed, position, request.promptTokens, vocabularySize),
        maxTokens: Math.max(room, request.outputTokens),
        sampling: { ...sampling, seed: seed + position },
      },
      (event) => {
        if (event.kind === "token") {
          log.token(event.atUs);
          // Its length stands for an end of sequence, which nobody foresees.
          if (log.isServed) this.#handles.get(log)?.stop();
          return;
        }
        this.#ended++;
        if (log.isServed) this.#served++;
        this.#endOnFailure();
        this.#handles.delete(log);
        log.ended = endOf(event, log);
      },
    );
    if (log.ended === undefined) this.#handles.set(log, handle);
  }

  #stop(): void {
    for (const handle of [...this.#handles.values()]) handle.cancel();
  }

  #endOnFailure(): void {
    if (this.#runtime.failure !== undefined) this.#ends.abort();
  }

  #nowUs(): number {
    return this.#options.clock.nowUs() - this.#startUs;
  }
}

/** A request that has all its tokens is done, however its output ended: its length stands for an end of sequence. */
function endOf(
  event: Exclude<RequestEvent, { kind: "token" }>,
  log: RequestLog,
): NonNullable<RequestLog["ended"]> {
  if (event.kind === "refused") return { reason: "refused", detail: event.why };
  if (log.isServed) return { reason: "length" };
  const { reason, fault } = event;
  return fault === undefined ? { reason } : { reason, detail: fault };
}

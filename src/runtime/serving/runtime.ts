import { setImmediate } from "node:timers/promises";
import { PlannerError } from "../../errors.ts";
import type { RowLogprobs, ServedStep, ServingEngine } from "../../step/serving-step.ts";
import { ActiveRequests } from "../requests/active-requests.ts";
import { EventStream } from "../requests/event-stream.ts";
import {
  type FinishReason,
  GREEDY,
  type RequestEvent,
  type RequestInput,
  type RequestListener,
  refusalOf,
} from "../requests/request.ts";
import { Sequence } from "../requests/sequence.ts";
import { MaskSupply } from "./mask-supply.ts";
import {
  type ScheduledStep,
  Scheduler,
  type SchedulerOptions,
  type SchedulerState,
} from "./scheduler.ts";
import type { StepRecord } from "./step-record.ts";

export interface RuntimeOptions extends SchedulerOptions {
  /** Positions of the model. */
  positions: number;
  vocabularySize: number;
  /** µs; the time of this process when left out. Simulations have their own. */
  nowUs?: () => number;
  /** Called when a step's tokens have arrived, before the next is scheduled; must not throw. */
  onStep?: (record: StepRecord) => void;
  /** Called when the engine has stopped, after the requests under way have heard of it; must not throw. */
  onFailure?: (failure: Error) => void;
}

/** What a caller may do with a request. */
export interface RequestHandle {
  /** In the order of arrival. */
  id: number;
  /** Ends the request, unless it has ended. */
  cancel(): void;
  /** The same, where its output has come to its end by what the caller knows, such as a stop string. */
  stop(): void;
}

interface UnderWay {
  scheduled: ScheduledStep;
  served: Promise<ServedStep>;
  record: Omit<StepRecord, "tokens" | "arrivedUs" | "deviceUs">;
}

/** Time after which other work of the process gets its turn, ms. */
const TURN_MS = 10;

/**
 * Serves requests on an engine: schedule, submit, and take what came of it. While a step runs the
 * next is scheduled, and the tokens of the last are given out.
 */
export class Runtime {
  readonly #engine: ServingEngine;
  readonly #options: RuntimeOptions;
  readonly #scheduler: Scheduler;
  readonly #active = new ActiveRequests();
  readonly #masks = new MaskSupply((sequence, fault) => this.#finish(sequence, "error", fault));
  readonly #nowUs: () => number;
  #requests = 0;
  #steps = 0;
  #preemptions = 0;
  #loop: Promise<void> | undefined;
  #failure: Error | undefined;

  constructor(engine: ServingEngine, options: RuntimeOptions) {
    this.#engine = engine;
    this.#options = options;
    this.#scheduler = new Scheduler(options);
    this.#nowUs = options.nowUs ?? (() => performance.now() * 1000);
    engine.died?.then((failure) => this.#stop(failure));
  }

  get state(): SchedulerState {
    return this.#scheduler.state;
  }

  /** What made the engine stop; from then on every request is refused. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /**
   * Takes a request, or refuses it at once.
   *
   * @param listener called for each event of the request; must not throw
   */
  submit(request: RequestInput, listener: RequestListener): RequestHandle {
    const id = this.#requests++;
    const why = this.#refusal(request);
    if (why !== undefined) {
      listener({ kind: "refused", why, atUs: this.#nowUs() });
      return { id, cancel: () => {}, stop: () => {} };
    }
    const { prompt, maxTokens, minTokens = 0, priority = 0, guide } = request;
    const { deadlineUs = Number.POSITIVE_INFINITY } = request;
    const ends = request.ignoreEos !== true && (request.eosTokens ?? []).length > 0;
    const sequence = new Sequence(id, {
      prompt: new Int32Array(prompt),
      sampling: request.sampling === undefined ? GREEDY : { ...GREEDY, ...request.sampling },
      eosTokens: ends ? new Set(request.eosTokens) : undefined,
      ...{ maxTokens, minTokens, priority, deadlineUs, listener, guide },
    });
    this.#active.add(sequence);
    this.#scheduler.add(sequence);
    this.#masks.ask(sequence, undefined);
    this.#loop ??= this.#run();
    return {
      id,
      cancel: () => this.#finish(sequence, "cancelled"),
      stop: () => this.#finish(sequence, "stop"),
    };
  }

  /** As `submit`, for a reader of its own. */
  stream(request: RequestInput): { id: number; events: AsyncIterable<RequestEvent> } {
    const early: RequestEvent[] = [];
    let push = (event: RequestEvent): void => void early.push(event);
    const { id, cancel } = this.submit(request, (event) => push(event));
    const events = new EventStream(cancel);
    for (const event of early) events.push(event);
    push = events.push;
    return { id, events };
  }

  /** Resolves when no request is left. */
  async idle(): Promise<void> {
    while (this.#loop !== undefined) await this.#loop;
  }

  /** Cancels all requests, waits for the steps under way and closes the engine. */
  async close(): Promise<void> {
    for (const sequence of this.#active.all()) this.#finish(sequence, "cancelled");
    await this.idle();
    await this.#engine.close();
  }

  #refusal(request: RequestInput): string | undefined {
    if (this.#failure !== undefined) return `the engine has stopped: ${this.#failure.message}`;
    const { positions, vocabularySize } = this.#options;
    const { capacityTokens } = this.#scheduler;
    const takesMasks = this.#engine.takesMasks === true;
    return refusalOf(request, { positions, vocabularySize, capacityTokens, takesMasks });
  }

  /** What is submitted in the same turn is seen together. */
  async #run(): Promise<void> {
    await Promise.resolve();
    try {
      await this.#serve();
    } catch (error) {
      this.#loop = undefined;
      this.#stop(error instanceof Error ? error : new Error(String(error)));
    }
  }

  /** Runs until nothing is left to do. */
  async #serve(): Promise<void> {
    const underWay: UnderWay[] = [];
    let turnMs = performance.now();
    for (;;) {
      const next = underWay.length < this.#engine.depth ? this.#submitNext() : undefined;
      if (next !== undefined) underWay.push(next);
      if (next !== undefined && underWay.length < this.#engine.depth) continue;
      const first = underWay.shift();
      if (first === undefined && this.#masks.isWaiting) {
        await this.#masks.any();
        continue;
      }
      if (first === undefined) {
        if (this.#active.size > 0)
          throw new PlannerError("E_INTERNAL", "nobody is served any more");
        this.#loop = undefined;
        return;
      }
      this.#take(first, await first.served);
      // The next step is submitted while one runs: until that ends, masks may come for it.
      const [running] = underWay;
      if (running !== undefined && this.#masks.isWaiting) {
        await Promise.race([this.#masks.all(), running.served.catch(() => {})]);
      }
      if (performance.now() - turnMs < TURN_MS) continue;
      await setImmediate();
      turnMs = performance.now();
    }
  }

  #submitNext(): UnderWay | undefined {
    const startMs = performance.now();
    this.#expire();
    const scheduled = this.#scheduler.schedule();
    if (scheduled === undefined) return undefined;
    const { program, step, load, rows } = scheduled;
    const { running, waiting, kv, preemptions } = this.#scheduler.state;
    const scheduleUs = (performance.now() - startMs) * 1000;
    const submittedUs = this.#nowUs();
    const served = this.#engine.submit(program, step);
    // Who waits for the step before this one hears of it first.
    served.catch(() => {});
    const record = {
      step: this.#steps++,
      ...{ program, load, rows, running, waiting, kv, submittedUs, scheduleUs },
      preemptions: preemptions - this.#preemptions,
      predictedUs: this.#options.programs.find(({ name }) => name === program)?.predictedUs,
    };
    this.#preemptions = preemptions;
    return { scheduled, served, record };
  }

  #take({ scheduled, record }: UnderWay, served: ServedStep): void {
    const { tokens, failures, logprobs, deviceUs } = served;
    const atUs = this.#nowUs();
    const { sampled, cachedTokens } = scheduled;
    for (const { row, fault } of failures) {
      const sequence = sampled[row];
      if (sequence !== undefined) this.#finish(sequence, "error", fault);
    }
    let given = 0;
    for (let row = 0; row < sampled.length; row++) {
      const sequence = sampled[row] as Sequence;
      if (sequence.state === "finished") continue;
      given++;
      this.#scheduler.arrived(sequence, tokens[row] as number, cachedTokens[row] as number);
      this.#give(sequence, tokens[row] as number, logprobs?.get(row), atUs);
    }
    this.#options.onStep?.({ ...record, tokens: given, arrivedUs: atUs, deviceUs });
  }

  #give(sequence: Sequence, token: number, logprobs: RowLogprobs | undefined, atUs: number): void {
    const index = sequence.emitted.length - 1;
    const event = { kind: "token" as const, token, index, atUs };
    sequence.listener(logprobs === undefined ? event : { ...event, logprobs });
    if (sequence.eosTokens?.has(token)) this.#finish(sequence, "stop");
    else if (index + 1 === sequence.maxTokens) this.#finish(sequence, "length");
    else this.#masks.ask(sequence, token);
  }

  #expire(): void {
    for (;;) {
      const sequence = this.#active.expired(this.#nowUs());
      if (sequence === undefined) return;
      this.#finish(sequence, "deadline");
    }
  }

  #finish(sequence: Sequence, reason: FinishReason, fault?: string): void {
    if (sequence.state === "finished") return;
    this.#scheduler.remove(sequence, reason === "stop" || reason === "length");
    this.#active.remove(sequence);
    sequence.guide?.close();
    const event = { kind: "finished" as const, reason, atUs: this.#nowUs() };
    sequence.listener(fault === undefined ? event : { ...event, fault });
  }

  #stop(failure: Error): void {
    if (this.#failure !== undefined) return;
    this.#failure = failure;
    for (const sequence of this.#active.all()) this.#finish(sequence, "error", failure.message);
    this.#options.onFailure?.(failure);
  }
}

import { randomUUID } from "node:crypto";
import type { CallReaderOptions } from "../../tool-calls/call-reader.ts";
import {
  engineStopped,
  Generation,
  type GenerationGround,
  type GenerationReader,
  type GenerationTerms,
  type Prompt,
} from "../generation/generation.ts";
import { QueueGate } from "../generation/queue-gate.ts";
import type { Exchange } from "../http/exchange.ts";
import { StreamReply } from "../http/stream-reply.ts";
import { WholeReply } from "../http/whole-reply.ts";
import type { ServerMetrics } from "../metrics/metrics.ts";
import type { AnswerFormat } from "../protocol/answer-format.ts";
import { ApiError, badRequest } from "../protocol/api-error.ts";
import type { Delta } from "../protocol/delta.ts";
import type { GenerationRequest } from "../protocol/generation-request.ts";
import { type HeldFormats, requireNoOtherEnd } from "./held-formats.ts";
import { Prompts } from "./prompts.ts";
import type { ServerLimits } from "./server-limits.ts";

/** Whatever answers, before its prompts are encoded. */
export interface AnswerRequest extends Omit<GenerationRequest, "prompts"> {
  promptCount: number;
  /** The key that the prompts come of. */
  promptParam: "prompt" | "messages";
  /** How calls of tools are read out of it; left out where there are none. */
  calls?: CallReaderOptions | undefined;
}

/** Answers requests to generate: lets them in, follows them, and ends them when their client leaves. */
export class AnswerService {
  readonly ground: GenerationGround;
  readonly prompts: Prompts;
  readonly #formats: HeldFormats;
  readonly #limits: ServerLimits;
  readonly #metrics: ServerMetrics;
  readonly #gate: QueueGate;
  readonly #running = new Set<Generation>();
  #isDraining = false;

  constructor(
    ground: GenerationGround,
    formats: HeldFormats,
    limits: ServerLimits,
    metrics: ServerMetrics,
  ) {
    this.ground = ground;
    this.#formats = formats;
    this.prompts = new Prompts(ground);
    this.#limits = limits;
    this.#metrics = metrics;
    this.#gate = new QueueGate(ground.runtime, limits.queuedRequests);
  }

  get isDraining(): boolean {
    return this.#isDraining;
  }

  /** Takes no further requests. */
  drain(): void {
    this.#isDraining = true;
  }

  /** Ends all that is under way. */
  failAll(error: ApiError): void {
    for (const generation of [...this.#running]) generation.fail(error);
  }

  /**
   * @param encode gives the prompts; called once the request is let in
   * @throws ApiError while the answer has not begun
   */
  async answer(
    exchange: Exchange,
    request: AnswerRequest,
    format: AnswerFormat,
    encode: () => Promise<Prompt[]>,
  ): Promise<void> {
    const { response } = exchange;
    exchange.model = request.model;
    exchange.streams = request.streams;
    this.#requireService();
    this.#requireSize(request);
    const { format: asked } = request;
    if (asked !== undefined) {
      this.#formats.require(asked);
      requireNoOtherEnd(asked, request.terms);
    }
    const entered = this.#gate.enter(request.promptCount * request.outputs);
    try {
      const [prompts, held] = await Promise.all([
        encode(),
        asked === undefined ? undefined : this.#formats.hold(asked),
      ]);
      // Both may have changed while the prompt was encoded.
      this.#requireService();
      if (response.destroyed) return;
      this.#start(exchange, request, format, { prompts, held });
    } finally {
      entered();
    }
  }

  /** An answer of any size would not fit in memory, or in a string. */
  #requireSize({ promptCount, outputs, terms, topLogprobs = 0 }: AnswerRequest): void {
    const { contextTokens } = this.ground;
    const tokens = Math.min(terms.maxTokens ?? contextTokens, contextTokens);
    const figures = promptCount * outputs * tokens * (topLogprobs + 1);
    const most = this.#limits.answerFigures;
    if (figures <= most) return;
    throw badRequest(
      `outputs x tokens x (log probabilities of each + 1) is ${figures}, above ${most}: ask for less`,
      "max_tokens",
      "invalid_value",
    );
  }

  #requireService(): void {
    const { failure } = this.ground.runtime;
    if (failure !== undefined) throw engineStopped(failure);
    if (this.#isDraining) throw shuttingDown();
  }

  #start(
    exchange: Exchange,
    request: AnswerRequest,
    format: AnswerFormat,
    { prompts, held }: Pick<GenerationTerms, "prompts" | "held">,
  ): void {
    const { response } = exchange;
    const { requestMs } = this.#limits;
    const head = {
      id: `${format.idPrefix}${randomUUID().replaceAll("-", "")}`,
      created: Math.floor(Date.now() / 1000),
      model: request.model,
    };
    const usage = () => generation.usage;
    const reply = request.streams
      ? new StreamReply(response, format, head, usage, {
          ...this.#limits,
          includesUsage: request.includesUsage,
        })
      : new WholeReply(response, format, head, usage);
    const terms = { ...request.terms, prompts, held, outputs: request.outputs };
    const deadlineUs = requestMs && (exchange.arrivedMs + requestMs) * 1000;
    const reader = this.#followed(exchange, reply, () => this.#running.delete(generation));
    const { topLogprobs, calls } = request;
    const params = { prompt: request.promptParam, format: request.format?.param };
    const whole = { ...terms, topLogprobs, calls, deadlineUs, params };
    const generation: Generation = letIn(() => new Generation(this.ground, whole, reader), reply);
    exchange.usage = generation.usage;
    this.#running.add(generation);
    // The request's own `close` comes as soon as its body was read.
    response.once("close", () => {
      if (this.#running.delete(generation)) generation.cancel();
    });
  }

  /** The reader, and what log and metrics want to know. */
  #followed(exchange: Exchange, reply: GenerationReader, onEnd: () => void): GenerationReader {
    const lastUs = new Map<number, number>();
    return {
      token: (output, atUs) => {
        const before = lastUs.get(output);
        lastUs.set(output, atUs);
        if (before !== undefined) this.#metrics.nextToken((atUs - before) / 1e6);
        if (exchange.firstTokenMs !== undefined) return;
        exchange.firstTokenMs = atUs / 1000 - exchange.arrivedMs;
        this.#metrics.firstToken(exchange.firstTokenMs / 1000);
      },
      delta: (output, delta: Delta) => {
        if (delta.end !== undefined) exchange.ends[output] = delta.end;
        reply.delta(output, delta);
      },
      ended: () => {
        onEnd();
        this.#gate.ended(performance.now());
        this.#metrics.answered({
          ...(exchange.usage ?? { promptTokens: 0, outputTokens: 0 }),
          ends: exchange.ends,
          durationSeconds: exchange.durationMs / 1000,
        });
        reply.ended();
      },
      failed: (error) => {
        onEnd();
        exchange.error = error.message;
        exchange.lateStatus = error.status;
        reply.failed(error);
      },
    };
  }
}

/** A request that is refused here is answered by the route: its reply must not open headers later. */
function letIn(begin: () => Generation, reply: StreamReply | WholeReply): Generation {
  try {
    return begin();
  } catch (error) {
    if (reply instanceof StreamReply) reply.dispose();
    throw error;
  }
}

/** 503: the server is about to end. */
export function shuttingDown(): ApiError {
  return new ApiError(503, "the server is shutting down", {
    code: "shutting_down",
    retryAfterSeconds: 5,
  });
}

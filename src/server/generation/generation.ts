import type { HeldFormat } from "../../constraint/format-guides.ts";
import type { FinishReason, RequestEvent } from "../../runtime/requests/request.ts";
import type { RequestHandle, Runtime } from "../../runtime/serving/runtime.ts";
import { StopSet } from "../../tokenizer/stop-strings.ts";
import type { Tokenizer } from "../../tokenizer/tokenizer.ts";
import type { CallReaderOptions } from "../../tool-calls/call-reader.ts";
import type { ToolFormat } from "../../tool-calls/tool-format.ts";
import { ApiError, badRequest, serverError } from "../protocol/api-error.ts";
import type { Delta, Usage } from "../protocol/delta.ts";
import type { OutputTerms } from "../protocol/generation-request.ts";
import { Output } from "./output.ts";
import type { Turn } from "./turn.ts";

/** A prompt of a generation. */
export interface Prompt {
  tokens: readonly number[];
  /** What its outputs begin with. */
  echo: string;
}

export interface GenerationTerms extends OutputTerms {
  prompts: readonly Prompt[];
  /** Outputs to each prompt. */
  outputs: number;
  /** Likeliest tokens to name; undefined: no log probabilities. */
  topLogprobs: number | undefined;
  /** How calls of tools are read out of outputs; undefined where there are none. */
  calls: CallReaderOptions | undefined;
  /** What each output is held to; undefined: nothing. */
  held: HeldFormat | undefined;
  /** Keys of the request that refusals name. */
  params: { prompt: string; format: string | undefined };
  /** On the runtime's clock, µs. */
  deadlineUs: number | undefined;
}

/** Who hears of a generation; of nothing behind `ended` or `failed`. */
export interface GenerationReader {
  /** Something is new in an output. */
  delta(output: number, delta: Delta): void;
  /** All outputs have ended. */
  ended(): void;
  failed(error: ApiError): void;
  /** A token has arrived, at this time on the runtime's clock, µs. */
  token?(output: number, atUs: number): void;
}

/** What generations run on. */
export interface GenerationGround {
  runtime: Runtime;
  tokenizer: Tokenizer;
  vocabularySize: number;
  /** Most tokens of a prompt and its output together. */
  contextTokens: number;
  turn: Turn;
  /** How the model writes calls of tools; undefined where that is not known. */
  toolFormat: ToolFormat | undefined;
}

/** Tokens and ends that have not been read yet. */
interface Member {
  output: Output;
  handle: RequestHandle | undefined;
  inbox: RequestEvent[];
}

/**
 * All outputs of one request of a client. The runtime's listener only keeps what it hears: text is
 * made of it once the next step is submitted.
 */
export class Generation {
  readonly #ground: GenerationGround;
  readonly #reader: GenerationReader;
  readonly #members: Member[] = [];
  readonly usage: Usage;
  #isOver = false;
  #open: number;

  /** @throws ApiError 400 where the runtime refuses it */
  constructor(ground: GenerationGround, terms: GenerationTerms, reader: GenerationReader) {
    this.#ground = ground;
    this.#reader = reader;
    requireTokens(terms.stopTokens, ground.vocabularySize);
    const promptTokens = terms.prompts.reduce((sum, { tokens }) => sum + tokens.length, 0);
    this.usage = { promptTokens, outputTokens: 0 };
    this.#open = terms.prompts.length * terms.outputs;
    const stops = new StopSet(terms.stops);
    for (const prompt of terms.prompts) {
      for (let index = 0; index < terms.outputs; index++) this.#start(prompt, terms, stops, index);
    }
  }

  /** Ends what runs; the reader hears nothing more. */
  cancel(): void {
    this.#isOver = true;
    for (const { handle } of this.#members) handle?.cancel();
  }

  /** Likewise, and tells the reader why. */
  fail(error: ApiError): void {
    if (this.#isOver) return;
    this.cancel();
    this.#reader.failed(error);
  }

  #start(prompt: Prompt, terms: GenerationTerms, stops: StopSet, index: number): void {
    const { runtime, tokenizer, vocabularySize, contextTokens } = this.#ground;
    const eos = terms.ignoreEos ? [] : tokenizer.eosTokens;
    const eosTokens = [...new Set([...eos, ...terms.stopTokens])].filter(
      (token) => token < vocabularySize,
    );
    const { includesStop, skipsSpecialTokens, minTokens, topLogprobs, calls } = terms;
    const member: Member = {
      output: new Output(tokenizer, {
        ...{ stops, includesStop, skipsSpecialTokens, minTokens, calls },
        endTokens: new Set(eosTokens),
        behind: prompt.tokens,
        prefix: prompt.echo,
      }),
      handle: undefined,
      inbox: [],
    };
    this.#members.push(member);
    const room = Math.max(1, contextTokens - prompt.tokens.length);
    let refusal: string | undefined;
    member.handle = runtime.submit(
      {
        prompt: prompt.tokens,
        maxTokens: terms.maxTokens ?? Math.max(room, 1),
        minTokens,
        eosTokens,
        sampling: {
          ...terms.sampling,
          seed: seedOf(terms.seed, index),
          // The chosen token's comes with those of the likeliest, of which there is one at least.
          logprobs: topLogprobs === undefined ? 0 : Math.max(1, topLogprobs),
        },
        ...(terms.held !== undefined && { guide: terms.held.guide() }),
        ...(terms.deadlineUs !== undefined && { deadlineUs: terms.deadlineUs }),
      },
      (event) => {
        if (event.kind === "refused") refusal = event.why;
        else this.#hear(member, event);
      },
    );
    if (refusal === undefined) return;
    this.cancel();
    throw refusedBy(runtime, refusal, terms.params);
  }

  #hear(member: Member, event: RequestEvent): void {
    if (this.#isOver) return;
    member.inbox.push(event);
    this.#ground.turn.take(this.#read);
  }

  /** Makes text of what has arrived. */
  readonly #read = (): void => {
    try {
      for (const [index, member] of this.#members.entries()) {
        if (this.#isOver) return;
        if (member.inbox.length > 0) this.#readMember(index, member);
      }
      if (this.#open > 0) return;
      this.#reader.ended();
      this.#isOver = true;
    } catch (error) {
      this.fail(
        error instanceof ApiError ? error : serverError("the output could not be read", error),
      );
    }
  };

  #readMember(index: number, member: Member): void {
    const { output, handle } = member;
    const events = member.inbox;
    member.inbox = [];
    for (const event of events) {
      if (output.hasEnded) break;
      if (event.kind === "token") {
        this.usage.outputTokens++;
        output.push(event.token, event.logprobs);
        this.#reader.token?.(index, event.atUs);
        if (output.hasEnded) handle?.stop();
      } else if (event.kind === "finished") {
        if (event.reason !== "stop" && event.reason !== "length") throw this.#failureOf(event);
        output.finish(event.reason);
      }
    }
    const delta = output.take();
    if (delta === undefined) return;
    if (delta.end !== undefined) this.#open--;
    this.#reader.delta(index, delta);
  }

  #failureOf(event: Finished): ApiError {
    const { failure } = this.#ground.runtime;
    return failure === undefined ? failureOf(event) : engineStopped(failure);
  }
}

type Finished = { reason: FinishReason; fault?: string };

/** Each output of a prompt has a seed of its own. */
function seedOf(seed: number, index: number): number {
  const most = Number.MAX_SAFE_INTEGER;
  return seed < most - index ? seed + index : seed - most + index;
}

type Params = GenerationTerms["params"];

/** Which key of a request a refusal of the runtime is about, by name or what it holds, and its code. */
const REFUSALS: readonly (readonly [
  sign: RegExp,
  param: string | ((params: Params) => string | undefined),
  code: string,
])[] = [
  [/ask for fewer$/, "max_tokens", "context_length_exceeded"],
  [/: shorten it$/, ({ prompt }) => prompt, "context_length_exceeded"],
  [/\bbias/, "logit_bias", "invalid_value"],
  [/^minTokens/, "min_tokens", "invalid_value"],
  [/\bformat\b/, ({ format }) => format, "invalid_value"],
  [/\bprompt\b/, ({ prompt }) => prompt, "invalid_value"],
];

function refusedBy({ failure }: Runtime, why: string, params: Params): ApiError {
  if (failure !== undefined) return engineStopped(failure);
  const [, param, code = "invalid_value"] = REFUSALS.find(([sign]) => sign.test(why)) ?? [];
  const message = why.replaceAll("maxTokens", "max_tokens").replaceAll("minTokens", "min_tokens");
  return badRequest(message, typeof param === "function" ? param(params) : param, code);
}

/** @throws ApiError 400 on one that the model does not have */
function requireTokens(tokens: readonly number[], vocabularySize: number): void {
  const unknown = tokens.find((token) => token >= vocabularySize);
  if (unknown === undefined) return;
  throw badRequest(
    `\`stop_token_ids\` names ${unknown}: give ids from 0 to ${vocabularySize - 1}`,
    "stop_token_ids",
    "invalid_value",
  );
}

/** 500: nothing can be served any more. */
export function engineStopped(failure: Error): ApiError {
  return new ApiError(500, `the engine has stopped: ${failure.message}`, {
    code: "engine_stopped",
    isFinal: true,
    cause: failure,
  });
}

function failureOf({ reason, fault }: Finished): ApiError {
  if (reason === "deadline") {
    return new ApiError(504, "the request took longer than the server lets one take", {
      type: "timeout_error",
      code: "deadline_exceeded",
      isFinal: true,
    });
  }
  if (reason === "cancelled") {
    return new ApiError(503, "the server is shutting down", { code: "shutting_down" });
  }
  return serverError(`the model gave no token: ${fault ?? "an unknown fault"}`);
}

import type { RowLogprobs } from "../../step/serving-step.ts";
import { type StopSet, StopStrings } from "../../tokenizer/stop-strings.ts";
import { TextStream } from "../../tokenizer/text-stream.ts";
import type { Tokenizer } from "../../tokenizer/tokenizer.ts";
import { type CallPiece, joinedPieces } from "../../tool-calls/call-piece.ts";
import {
  CallReader,
  type CallReaderOptions,
  type ReadPiece,
} from "../../tool-calls/call-reader.ts";
import type { Delta, OutputEnd } from "../protocol/delta.ts";

export interface OutputOptions {
  skipsSpecialTokens: boolean;
  /** Shared by all outputs of a request. */
  stops: StopSet;
  includesStop: boolean;
  /** Tokens that end the output, whose text is no part of it. */
  endTokens: ReadonlySet<number>;
  /** Before so many tokens, no stop string ends it. */
  minTokens: number;
  /** Tokens that it goes on with. */
  behind: readonly number[];
  /** Text that it begins with. */
  prefix: string;
  /** Undefined: all of it is text. */
  calls: CallReaderOptions | undefined;
}

/** One output: tokens go in, text comes out that is sure to stay. */
export class Output {
  readonly #options: OutputOptions;
  readonly #stream: TextStream;
  readonly #stops: StopStrings | undefined;
  readonly #reader: CallReader | undefined;
  #text: string;
  #calls: CallPiece[] = [];
  #logprobs: RowLogprobs[] = [];
  #end: OutputEnd | undefined;
  #isTaken = false;
  tokens = 0;

  constructor(tokenizer: Tokenizer, options: OutputOptions) {
    const { skipsSpecialTokens: skipSpecialTokens, stops, includesStop, behind, prefix } = options;
    const { calls } = options;
    this.#options = options;
    // Calls are told by marks, which some vocabularies have as special tokens.
    const shown = new Set(calls?.format.marks);
    this.#stream = new TextStream(tokenizer, { skipSpecialTokens, shown, behind });
    this.#reader = calls && new CallReader(calls);
    this.#stops =
      stops.stops.length === 0 ? undefined : new StopStrings(stops, { include: includesStop });
    this.#text = prefix;
  }

  get hasEnded(): boolean {
    return this.#end !== undefined;
  }

  /** Takes the next token; none behind the end. */
  push(token: number, logprobs: RowLogprobs | undefined): void {
    this.tokens++;
    if (logprobs !== undefined) this.#logprobs.push(logprobs);
    if (!this.#options.endTokens.has(token)) this.#add(this.#stream.push(token));
  }

  /** No token comes any more: what was held back is sure now. */
  finish(end: OutputEnd): void {
    if (this.hasEnded) return;
    this.#add(this.#stream.end());
    if (this.hasEnded) return;
    this.#say(this.#stops?.end() ?? "");
    if (!this.hasEnded) this.#endWith(end);
  }

  /** What is new since the last time; undefined when nothing is. */
  take(): Delta | undefined {
    const isNothing = this.#text === "" && this.#calls.length === 0 && this.#logprobs.length === 0;
    if (this.#isTaken || (isNothing && !this.hasEnded)) return undefined;
    const delta = {
      text: this.#text,
      logprobs: this.#logprobs,
      ...(this.#calls.length > 0 && { calls: joinedPieces(this.#calls) }),
    };
    this.#text = "";
    this.#calls = [];
    this.#logprobs = [];
    if (this.#end === undefined) return delta;
    this.#isTaken = true;
    return { ...delta, end: this.#end };
  }

  #add(text: string): void {
    if (this.#stops === undefined || this.tokens < this.#options.minTokens) {
      this.#say(text);
      return;
    }
    const { text: sure, stopped } = this.#stops.push(text);
    this.#say(sure);
    if (stopped !== undefined && !this.hasEnded) this.#endWith("stop");
  }

  /** Takes text that is sure to be part of the output. */
  #say(text: string): void {
    if (this.#reader === undefined) this.#text += text;
    else {
      this.#take(this.#reader.push(text));
      const isDone = this.#reader.isDone && this.tokens >= this.#options.minTokens;
      if (isDone) this.#endWith("stop");
    }
  }

  #endWith(end: OutputEnd): void {
    if (this.#reader !== undefined) this.#take(this.#reader.end());
    const hasCalls = this.#reader !== undefined && this.#reader.calls > 0;
    this.#end = end === "stop" && hasCalls ? "tool_calls" : end;
  }

  #take({ text, calls }: ReadPiece): void {
    this.#text += text;
    this.#calls.push(...calls);
  }
}

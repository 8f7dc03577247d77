import type { RowLogprobs } from "../../step/serving-step.ts";
import { type StopSet, StopStrings } from "../../tokenizer/stop-strings.ts";
import { TextStream } from "../../tokenizer/text-stream.ts";
import type { Tokenizer } from "../../tokenizer/tokenizer.ts";
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
}

/** One output: tokens go in, text comes out that is sure to stay. */
export class Output {
  readonly #options: OutputOptions;
  readonly #stream: TextStream;
  readonly #stops: StopStrings | undefined;
  #text: string;
  #logprobs: RowLogprobs[] = [];
  #end: OutputEnd | undefined;
  #isTaken = false;
  tokens = 0;

  constructor(tokenizer: Tokenizer, options: OutputOptions) {
    const { skipsSpecialTokens, stops, includesStop, behind, prefix } = options;
    this.#options = options;
    this.#stream = new TextStream(tokenizer, { skipSpecialTokens: skipsSpecialTokens, behind });
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
    this.#text += this.#stops?.end() ?? "";
    this.#end = end;
  }

  /** What is new since the last time; undefined when nothing is. */
  take(): Delta | undefined {
    if (this.#isTaken || (this.#text === "" && this.#logprobs.length === 0 && !this.hasEnded)) {
      return undefined;
    }
    const delta = { text: this.#text, logprobs: this.#logprobs };
    this.#text = "";
    this.#logprobs = [];
    if (this.#end === undefined) return delta;
    this.#isTaken = true;
    return { ...delta, end: this.#end };
  }

  #add(text: string): void {
    if (this.#stops === undefined || this.tokens < this.#options.minTokens) {
      this.#text += text;
      return;
    }
    const { text: sure, stopped } = this.#stops.push(text);
    this.#text += sure;
    if (stopped !== undefined) this.#end = "stop";
  }
}

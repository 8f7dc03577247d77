import type { TokenMask } from "../step/serving-step.ts";
import type { OutputFormat } from "./output-format.ts";
import { SchemaFault } from "./schema-fault.ts";
import { MatchingThread } from "./thread/matching-thread.ts";
import { type TokenSource, type TokenVocabulary, tokenVocabulary } from "./token-vocabulary.ts";

/** Most time to compile a format, and to say what may come next. */
const LIMIT_MS = 10_000;

/** A format that outputs can be held to. */
export interface HeldFormat {
  /** Guides one output. */
  guide(): FormatGuide;
}

/** Holds outputs to formats, by the tokens of one model. */
export class FormatGuides {
  readonly #vocabulary: TokenVocabulary;
  #thread: MatchingThread | undefined;
  #outputs = 0;

  /**
   * Spells all tokens at once: steps would wait for it later.
   *
   * @param size tokens that the engine chooses from
   */
  constructor(source: TokenSource, size: number) {
    this.#vocabulary = tokenVocabulary(source, size);
  }

  /**
   * Makes a format ready.
   *
   * @throws SchemaFault where outputs cannot be held to one of its schemas or texts; TooSlow where it
   * takes too long
   */
  async hold(format: OutputFormat): Promise<HeldFormat> {
    const text = textOf(format);
    await this.#ready().order({ do: "compile", format: text });
    return { guide: () => new FormatGuide(this.#ready(), this.#outputs++, text) };
  }

  async close(): Promise<void> {
    await this.#thread?.close();
  }

  #ready(): MatchingThread {
    if (this.#thread !== undefined && !this.#thread.hasFailed) return this.#thread;
    this.#thread = new MatchingThread(this.#vocabulary, LIMIT_MS);
    return this.#thread;
  }
}

/** A format as JSON, by which the thread keeps it. */
function textOf(format: OutputFormat): string {
  try {
    return JSON.stringify(format);
  } catch (error) {
    // Values may be nested deeper than JSON can be written.
    if (!(error instanceof RangeError)) throw error;
    throw new SchemaFault("#", "is nested too deep: give a flatter one");
  }
}

/** Says of one output what may come next. */
export class FormatGuide {
  readonly #thread: MatchingThread;
  readonly #output: number;
  readonly #format: string;
  #hasBegun = false;

  constructor(thread: MatchingThread, output: number, format: string) {
    this.#thread = thread;
    this.#output = output;
    this.#format = format;
  }

  /** @param token that has come since it was asked last; undefined the first time */
  async next(token: number | undefined): Promise<TokenMask> {
    const output = this.#output;
    this.#hasBegun = true;
    const mask = await this.#thread.order(
      token === undefined
        ? { do: "begin", output, format: this.#format }
        : { do: "next", output, token },
    );
    if (mask === undefined) throw new Error("the thread of formats gave no mask");
    return mask;
  }

  close(): void {
    if (!this.#hasBegun) return;
    this.#thread.order({ do: "end", output: this.#output }).catch(() => {});
  }
}

import type { TextAssembly } from "./decoding/text-assembly.ts";
import type { DecodeOptions, Tokenizer } from "./tokenizer.ts";

export interface TextStreamOptions extends DecodeOptions {
  /** Special tokens that are text all the same; none when left out. */
  shown?: ReadonlySet<string>;
  /**
   * Tokens that come before, and whose text is known already; none when left out. Some vocabularies
   * drop the space before the first word of a text, and an output behind a prompt does not begin one.
   */
  behind?: readonly number[];
}

/**
 * One output's text, token by token. It holds back what is no text yet, such as half a character.
 * What it gives, put together, is what decoding all tokens at once gives, and costs as much.
 */
export class TextStream {
  readonly #tokenizer: Tokenizer;
  readonly #skipsSpecial: boolean;
  readonly #shown: ReadonlySet<string>;
  readonly #text: TextAssembly;

  constructor(tokenizer: Tokenizer, { skipSpecialTokens, shown, behind = [] }: TextStreamOptions) {
    this.#tokenizer = tokenizer;
    this.#skipsSpecial = skipSpecialTokens;
    this.#shown = shown ?? new Set();
    const continues = behind.some((token) => this.#pieceOf(token) !== undefined);
    this.#text = tokenizer.startText({ continues });
  }

  /** The text that is certain with this token; often empty. */
  push(token: number): string {
    const piece = this.#pieceOf(token);
    return piece === undefined ? "" : this.#text.push(piece);
  }

  /** What was held back; bytes that are no character become U+FFFD. */
  end(): string {
    return this.#text.end();
  }

  /** Undefined where a token gives no text. */
  #pieceOf(token: number): string | undefined {
    const piece = this.#tokenizer.piece(token);
    if (piece === undefined) return undefined;
    const isLeftOut = this.#skipsSpecial && this.#tokenizer.isSpecial(token);
    return isLeftOut && !this.#shown.has(piece) ? undefined : piece;
  }
}

import type { TextAssembly } from "./decoding/text-assembly.ts";
import type { DecodeOptions, Tokenizer } from "./tokenizer.ts";

/**
 * One output's text, token by token. It holds back what is no text yet, such as half a character.
 * What it gives, put together, is what decoding all tokens at once gives, and costs as much.
 */
export class TextStream {
  readonly #tokenizer: Tokenizer;
  readonly #skipsSpecial: boolean;
  readonly #text: TextAssembly;

  constructor(tokenizer: Tokenizer, { skipSpecialTokens }: DecodeOptions) {
    this.#tokenizer = tokenizer;
    this.#skipsSpecial = skipSpecialTokens;
    this.#text = tokenizer.startText();
  }

  /** The text that is certain with this token; often empty. */
  push(token: number): string {
    const piece = this.#tokenizer.piece(token);
    if (piece === undefined) return "";
    if (this.#skipsSpecial && this.#tokenizer.isSpecial(token)) return "";
    return this.#text.push(piece);
  }

  /** What was held back; bytes that are no character become U+FFFD. */
  end(): string {
    return this.#text.end();
  }
}

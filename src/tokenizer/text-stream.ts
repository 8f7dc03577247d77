import type { Tokenizer } from "./tokenizer.ts";
export class TextStream {
  readonly #t: Tokenizer;
  readonly #skip: boolean;
  readonly #tokens: number[] = [];
  #given = "";
  constructor(tokenizer: Tokenizer, options: { skipSpecialTokens: boolean }) {
    this.#t = tokenizer;
    this.#skip = options.skipSpecialTokens;
  }
  push(token: number): string {
    this.#tokens.push(token);
    const text = this.#t.decode(this.#tokens, { skipSpecialTokens: this.#skip });
    if (text.endsWith("\ufffd")) return "";
    const next = text.slice(this.#given.length);
    this.#given = text;
    return next;
  }
  end(): string {
    const text = this.#t.decode(this.#tokens, { skipSpecialTokens: this.#skip });
    const next = text.slice(this.#given.length);
    this.#given = text;
    return next;
  }
}

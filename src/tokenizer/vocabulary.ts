import type { JsonObject } from "./json-object.ts";

/** A token that is found in text as a whole. */
export interface VocabularyToken {
  id: number;
  piece: string;
  /** Whether it marks something, and is no text. */
  isSpecial: boolean;
}

/** The tokens of a tokenizer by their ids. */
export class Vocabulary {
  readonly #pieces: (string | undefined)[] = [];
  readonly #special = new Set<number>();

  /**
   * @param ids of the pieces that text is cut into
   * @param whole tokens beside them; the last one that is said of an id counts
   */
  constructor(ids: JsonObject, whole: readonly VocabularyToken[]) {
    for (const [piece, id] of Object.entries(ids)) {
      if (typeof id === "number") this.#pieces[id] = piece;
    }
    for (const { id, piece, isSpecial } of whole) {
      this.#pieces[id] = piece;
      if (isSpecial) this.#special.add(id);
      else this.#special.delete(id);
    }
  }

  get size(): number {
    return this.#pieces.length;
  }

  piece(token: number): string | undefined {
    return this.#pieces[token];
  }

  isSpecial(token: number): boolean {
    return this.#special.has(token);
  }
}

/** The tokens of a tokenizer by their ids. */
export class Vocabulary {
  readonly #pieces: readonly (string | undefined)[];
  readonly #special: ReadonlySet<string>;

  /**
   * @param ids of all pieces
   * @param special pieces that mark something and are no text
   */
  constructor(ids: Readonly<Record<string, number>>, special: ReadonlySet<string>) {
    const pieces: (string | undefined)[] = [];
    for (const [piece, id] of Object.entries(ids)) pieces[id] = piece;
    this.#pieces = pieces;
    this.#special = special;
  }

  get size(): number {
    return this.#pieces.length;
  }

  piece(token: number): string | undefined {
    return this.#pieces[token];
  }

  isSpecial(token: number): boolean {
    const piece = this.#pieces[token];
    return piece !== undefined && this.#special.has(piece);
  }
}

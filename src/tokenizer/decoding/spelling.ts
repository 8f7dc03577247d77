import type { PieceStep } from "./text-assembly.ts";

/** Writes one string for another within each piece. */
export class Replace implements PieceStep {
  readonly #pattern: string;
  readonly #content: string;

  constructor(pattern: string, content: string) {
    this.#pattern = pattern;
    this.#content = content;
  }

  push(piece: string): string[] {
    return [piece.replaceAll(this.#pattern, () => this.#content)];
  }

  end(): string[] {
    return [];
  }
}

/** Writes spaces for a mark; the first piece loses it where encoding puts one before a text. */
export class Metaspace implements PieceStep {
  readonly #mark: string;
  #dropsMarks: boolean;

  constructor(mark: string, isPrepended: boolean) {
    this.#mark = mark;
    this.#dropsMarks = isPrepended;
  }

  push(piece: string): string[] {
    const space = this.#dropsMarks ? "" : " ";
    this.#dropsMarks = false;
    return [piece.replaceAll(this.#mark, space)];
  }

  end(): string[] {
    return [];
  }
}

/** Takes up to so many of one character off the start: of the whole text, or of every piece. */
export class StripStart implements PieceStep {
  readonly #character: string;
  readonly #most: number;
  readonly #isOfText: boolean;
  #left: number;

  constructor(character: string, most: number, isOfText: boolean) {
    this.#character = character;
    this.#most = most;
    this.#isOfText = isOfText;
    this.#left = most;
  }

  push(piece: string): string[] {
    if (!this.#isOfText) this.#left = this.#most;
    let start = 0;
    while (this.#left > 0 && piece.startsWith(this.#character, start)) {
      start += this.#character.length;
      this.#left--;
    }
    if (start < piece.length) this.#left = 0;
    return [piece.slice(start)];
  }

  end(): string[] {
    return [];
  }
}

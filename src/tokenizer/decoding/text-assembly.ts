/** Turns pieces of one output into others, in order. What it gives, no later piece can change. */
export interface PieceStep {
  push(piece: string): readonly string[];
  /** What it held back. */
  end(): readonly string[];
}

/** Puts the pieces of one output together as text: each step goes over what the one before gives. */
export class TextAssembly {
  readonly #steps: readonly PieceStep[];

  constructor(steps: readonly PieceStep[]) {
    this.#steps = steps;
  }

  /** The text that no later piece can change. */
  push(piece: string): string {
    return this.#through([piece], 0).join("");
  }

  /** The rest. */
  end(): string {
    let text = "";
    for (const [index, step] of this.#steps.entries()) {
      text += this.#through(step.end(), index + 1).join("");
    }
    return text;
  }

  #through(pieces: readonly string[], first: number): readonly string[] {
    return this.#steps
      .slice(first)
      .reduce((given, step) => given.flatMap((piece) => step.push(piece)), pieces);
  }
}

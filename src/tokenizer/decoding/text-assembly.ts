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

  #through(given: readonly string[], first: number): readonly string[] {
    let pieces = given;
    for (let index = first; index < this.#steps.length; index++) {
      const step = this.#steps[index] as PieceStep;
      const [only] = pieces;
      // Nearly always: one piece in, one out, as quickly as may be.
      pieces =
        pieces.length === 1 ? step.push(only as string) : pieces.flatMap((each) => step.push(each));
    }
    return pieces;
  }
}

/** Any text: a piece behind it is not the first of its text, which some decoders treat otherwise. */
const BEFORE = "a";

/** A text that goes on with another one. */
export function continuedText(steps: readonly PieceStep[]): TextAssembly {
  const text = new TextAssembly(steps);
  text.push(BEFORE);
  return text;
}

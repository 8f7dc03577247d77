import { SchemaFault } from "./schema-fault.ts";

/** Characters that a format may spell out: a grammar has a place for each, and compiling them takes seconds. */
export const MOST_SPELLED = 50_000;

/** Counts the texts that a format spells out: choices, values of `const` and `enum`, names of properties. */
export class SpelledTexts {
  #characters = 0;

  /** @throws SchemaFault where all texts together are too long */
  add(text: string, place: string): void {
    this.#characters += text.length;
    if (this.#characters <= MOST_SPELLED) return;
    throw new SchemaFault(
      place,
      `texts, values and names of the format have more than ${MOST_SPELLED} characters together: give fewer or shorter ones`,
    );
  }
}

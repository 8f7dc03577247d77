/**
 * Rules of a grammar in the notation that XGrammar reads (GBNF): literals in quotes, classes in
 * brackets, `|`, and repetitions.
 */
export class GrammarText {
  readonly #rules: string[] = [];
  #names = 0;

  /** A name that no other rule has. */
  name(): string {
    return `r${this.#names++}`;
  }

  /** Adds a rule. @returns its name */
  rule(body: string, name = this.name()): string {
    this.#rules.push(`${name} ::= ${body}`);
    return name;
  }

  toString(): string {
    return `${this.#rules.join("\n")}\n`;
  }
}

/** Such characters have no meaning of their own inside quotes and brackets. */
const PLAIN = /[A-Za-z0-9 _.,:;{}()<>=+*/|?!@#$%&~]/;

/** Text as a literal. */
export function literal(text: string): string {
  return `"${[...text].map(escaped).join("")}"`;
}

/** A character inside quotes or brackets. */
export function escaped(character: string): string {
  if (PLAIN.test(character)) return character;
  const code = character.codePointAt(0) as number;
  return `\\U${code.toString(16).padStart(8, "0")}`;
}

export function anyOf(options: readonly string[]): string {
  return options.map((option) => `(${option})`).join(" | ");
}

/** Of an object that is read character by character. */
export type JsonState = "open" | "ended" | "broken";

type Wanted = "object" | "first key" | "key" | "colon" | "first value" | "value" | "next";

const LITERAL = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;
const OF_LITERAL = /[-+.\w]/;
const SPACE = " \t\n\r";
const ESCAPED = '"\\/bfnrt';
const HEX_DIGITS = 4;

/**
 * Follows one JSON object (RFC 8259) as its characters arrive: where it ends, or that it is none. It
 * keeps the keys and strings of the object itself, and nothing of what is inside them.
 */
export class JsonScanner {
  /** Brackets that close what is open. */
  readonly #closing: ("}" | "]")[] = [];
  #wanted: Wanted = "object";
  #literal = "";
  /** What the string under way is; undefined outside of strings. */
  #string: "key" | "value" | undefined;
  /** Characters of an escape that are missing; -1: which one it is. */
  #escape = 0;
  #text = "";
  /** The object's key that was read last. */
  key: string | undefined;
  /** The value of that key, once it is there and where it is a string. */
  string: string | undefined;

  /** Objects and arrays that are open. */
  get depth(): number {
    return this.#closing.length;
  }

  /** @param character one UTF-16 unit; none behind the end */
  push(character: string): JsonState {
    if (this.#string !== undefined) return this.#inString(character);
    if (OF_LITERAL.test(character)) return this.#inLiteral(character);
    if (this.#literal !== "" && !this.#endsLiteral()) return "broken";
    if (SPACE.includes(character)) return "open";
    return this.#structure(character);
  }

  #inString(character: string): JsonState {
    if (this.depth === 1) this.#text += character;
    if (this.#escape === -1) {
      this.#escape = character === "u" ? HEX_DIGITS : 0;
      return character === "u" || ESCAPED.includes(character) ? "open" : "broken";
    }
    if (this.#escape > 0) {
      this.#escape--;
      return /[\da-fA-F]/.test(character) ? "open" : "broken";
    }
    if (character === "\\") this.#escape = -1;
    else if (character === '"') this.#endString();
    else if (character < " ") return "broken";
    return "open";
  }

  #endString(): void {
    const isKey = this.#string === "key";
    this.#string = undefined;
    this.#wanted = isKey ? "colon" : "next";
    if (this.depth !== 1) return;
    const text = JSON.parse(`"${this.#text}`) as string;
    this.#text = "";
    if (isKey) this.key = text;
    this.string = isKey ? undefined : text;
  }

  #inLiteral(character: string): JsonState {
    if (this.#wanted !== "value" && this.#wanted !== "first value") return "broken";
    this.#literal += character;
    return "open";
  }

  #endsLiteral(): boolean {
    const isLiteral = LITERAL.test(this.#literal);
    this.#literal = "";
    this.#wanted = "next";
    return isLiteral;
  }

  #structure(character: string): JsonState {
    const wanted = this.#wanted;
    const takesValue = wanted === "value" || wanted === "first value";
    switch (character) {
      case "{":
        return takesValue || wanted === "object" ? this.#opens("}", "first key") : "broken";
      case "[":
        return takesValue ? this.#opens("]", "first value") : "broken";
      case "}":
      case "]":
        return this.#closes(character);
      case '"':
        return this.#beginsString(takesValue);
      case ":":
        return this.#goesOn("colon", "value");
      case ",":
        return this.#goesOn("next", this.#closing.at(-1) === "}" ? "key" : "value");
      default:
        return "broken";
    }
  }

  #opens(closing: "}" | "]", wanted: Wanted): JsonState {
    this.#closing.push(closing);
    this.#wanted = wanted;
    return "open";
  }

  #closes(bracket: "}" | "]"): JsonState {
    const isEmpty = this.#wanted === (bracket === "}" ? "first key" : "first value");
    if (this.#closing.at(-1) !== bracket || !(isEmpty || this.#wanted === "next")) return "broken";
    this.#closing.pop();
    this.#wanted = "next";
    return this.depth === 0 ? "ended" : "open";
  }

  #beginsString(isValue: boolean): JsonState {
    const isKey = this.#wanted === "key" || this.#wanted === "first key";
    if (!isKey && !isValue) return "broken";
    this.#string = isKey ? "key" : "value";
    return "open";
  }

  #goesOn(from: Wanted, to: Wanted): JsonState {
    if (this.#wanted !== from) return "broken";
    this.#wanted = to;
    return "open";
  }
}

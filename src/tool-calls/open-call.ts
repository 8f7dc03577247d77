import { JsonScanner, type JsonState } from "./json-scanner.ts";

/** A call whose characters arrive. */
export interface OpenCall {
  push(character: string): JsonState;
  /** Known once it is certain that this is a call. */
  readonly name: string | undefined;
  /** Whether the arguments have begun, and not ended. */
  readonly isInArguments: boolean;
  /** Arguments that have come since the last time. */
  take(): string;
}

const ARGUMENTS = ["arguments", "parameters"];
/** What models write beside these. */
const KEYS = new Set(["name", ...ARGUMENTS, "type", "id"]);
const NO_ARGUMENTS = "{}";

/** `{"name": ..., "arguments": {...}}`, the keys in any order; `parameters` is the same. */
export class CallObject implements OpenCall {
  readonly #json = new JsonScanner();
  #text = "";
  #name: string | undefined;
  #arguments: string | undefined;
  #isInArguments = false;

  get name(): string | undefined {
    return this.#arguments === undefined ? undefined : this.#name;
  }

  get isInArguments(): boolean {
    return this.#isInArguments;
  }

  /** An object whose keys are none of a call's is broken, as one. */
  push(character: string): JsonState {
    if (this.name === undefined) this.#text += character;
    const json = this.#json;
    const before = json.depth;
    const state = json.push(character);
    if (state === "broken") return state;
    const { depth, key, string } = json;
    if (key !== undefined && !KEYS.has(key)) return this.name === undefined ? "broken" : state;
    if (key === "name" && string !== undefined && string !== "") this.#name ??= string;
    if (depth > before && before === 1 && character === "{") this.#begin(key);
    if (this.#isInArguments) this.#arguments += character;
    if (depth === 1) this.#isInArguments = false;
    if (state === "ended" && this.name === undefined) return this.#endsWhole();
    return state;
  }

  take(): string {
    const text = this.#arguments ?? "";
    if (this.#arguments !== undefined) this.#arguments = "";
    return text;
  }

  #begin(key = ""): void {
    if (this.#arguments !== undefined || !ARGUMENTS.includes(key)) return;
    this.#arguments = "";
    this.#isInArguments = true;
  }

  /** Arguments may be left out, or be JSON in a string. */
  #endsWhole(): JsonState {
    const { arguments: given, parameters } = JSON.parse(this.#text) as Record<string, unknown>;
    const text = given ?? parameters ?? NO_ARGUMENTS;
    if (this.#name === undefined || typeof text !== "string" || !isObjectText(text))
      return "broken";
    this.#arguments = text;
    return "ended";
  }
}

function isObjectText(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** The arguments of a call that was named before them. */
export class NamedCall implements OpenCall {
  readonly name: string;
  readonly #json = new JsonScanner();
  #arguments = "";

  constructor(name: string) {
    this.name = name;
  }

  get isInArguments(): boolean {
    return this.#json.depth > 0;
  }

  push(character: string): JsonState {
    const state = this.#json.push(character);
    if (state !== "broken") this.#arguments += character;
    return state;
  }

  take(): string {
    const text = this.#arguments;
    this.#arguments = "";
    return text;
  }
}

import { PlannerError } from "../errors.ts";

export interface StopStringsOptions {
  /** Whether the text keeps the stop string. */
  include: boolean;
}

/** Text up to a stop string, and which one stopped it. */
export interface StoppedText {
  text: string;
  stopped?: string;
}

interface Stop {
  text: string;
  /** By length of a beginning: its longest proper beginning that it also ends with. */
  borders: readonly number[];
}

/** Stop strings made ready once, for all outputs of a request. */
export class StopSet {
  /** The longest first: it wins among those that are complete at the same place. */
  readonly stops: readonly Stop[];

  /** @throws PlannerError `E_USAGE` for an empty one */
  constructor(stops: readonly string[]) {
    if (stops.includes("")) {
      throw new PlannerError("E_USAGE", "a stop string is empty", {
        remedy: "Leave it out: it would stop every text before its first character.",
      });
    }
    const longestFirst = [...new Set(stops)].sort((a, b) => b.length - a.length);
    this.stops = longestFirst.map((text) => ({ text, borders: bordersOf(text) }));
  }
}

/**
 * Finds stop strings in text that comes in pieces, wherever it is cut. It holds back what may become
 * a stop string. The one that is complete first stops the text; of several, the longest.
 *
 * Each character costs one step of Knuth, Morris and Pratt's automaton for each stop string.
 */
export class StopStrings {
  readonly #matchers: readonly Matcher[];
  readonly #include: boolean;
  #held = "";
  #stopped = false;

  constructor({ stops }: StopSet, { include }: StopStringsOptions) {
    this.#matchers = stops.map((stop) => new Matcher(stop));
    this.#include = include;
  }

  /** Nothing comes after a stop. */
  push(text: string): StoppedText {
    if (this.#stopped) return { text: "" };
    const whole = this.#held + text;
    for (let at = 0; at < text.length; at++) {
      const found = this.#advance(text.charCodeAt(at));
      if (found === undefined) continue;
      this.#stopped = true;
      const end = this.#held.length + at + 1;
      this.#held = "";
      return { text: whole.slice(0, this.#include ? end : end - found.length), stopped: found };
    }
    const kept = Math.max(0, ...this.#matchers.map(({ matched }) => matched));
    this.#held = whole.slice(whole.length - kept);
    return { text: whole.slice(0, whole.length - kept) };
  }

  /** What was held back, when the text ends without a stop string. */
  end(): string {
    const text = this.#held;
    this.#held = "";
    return text;
  }

  #advance(unit: number): string | undefined {
    let found: string | undefined;
    for (const matcher of this.#matchers) if (matcher.advance(unit)) found ??= matcher.stop;
    return found;
  }
}

class Matcher {
  readonly stop: string;
  /** How many characters of the stop string the text ends with, at most. */
  matched = 0;
  readonly #borders: readonly number[];

  constructor({ text, borders }: Stop) {
    this.stop = text;
    this.#borders = borders;
  }

  /** @returns whether the text ends with the stop string now */
  advance(unit: number): boolean {
    while (this.matched > 0 && this.stop.charCodeAt(this.matched) !== unit) {
      this.matched = this.#borders[this.matched] as number;
    }
    if (this.stop.charCodeAt(this.matched) === unit) this.matched++;
    return this.matched === this.stop.length;
  }
}

function bordersOf(stop: string): number[] {
  const borders = [0, 0];
  for (let length = 2; length <= stop.length; length++) {
    const last = stop.charCodeAt(length - 1);
    let border = borders[length - 1] as number;
    while (border > 0 && stop.charCodeAt(border) !== last) border = borders[border] as number;
    borders.push(stop.charCodeAt(border) === last ? border + 1 : 0);
  }
  return borders;
}

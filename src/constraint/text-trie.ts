import { anyOf, literal } from "./grammar-text.ts";

/** A text, and what comes behind it in a grammar: undefined for nothing. */
export interface TextOption {
  text: string;
  rest: string | undefined;
}

/**
 * One of several texts, by what they begin with alike: no two alternatives begin with the same
 * character ({@link numbersWithin} says why).
 *
 * @param options each another text
 */
export function textTrie(options: readonly TextOption[]): string {
  const start = sharedStart(options.map(({ text }) => text));
  const behind = options.map(({ text, rest }) => ({ text: text.slice(start.length), rest }));
  const ends = behind.filter(({ text }) => text === "").map(({ rest }) => rest ?? '""');
  const branches = new Map<string, TextOption[]>();
  for (const option of behind) {
    if (option.text === "") continue;
    const first = String.fromCodePoint(option.text.codePointAt(0) as number);
    branches.set(first, [...(branches.get(first) ?? []), option]);
  }
  const inner = [...ends, ...[...branches.values()].map(textTrie)];
  const [only] = inner;
  const rest = inner.length === 1 ? (only as string) : `(${anyOf(inner)})`;
  if (start === "") return rest;
  return rest === '""' ? literal(start) : `${literal(start)} ${rest}`;
}

/** What all texts begin with, in whole characters. */
function sharedStart(texts: readonly string[]): string {
  const [first = "", ...others] = texts;
  let end = 0;
  for (const character of first) {
    const next = end + character.length;
    if (!others.every((text) => text.startsWith(first.slice(0, next)))) break;
    end = next;
  }
  return first.slice(0, end);
}

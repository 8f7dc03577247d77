import { anyOf, type GrammarText, literal } from "./grammar-text.ts";

/** A text, and what comes behind it in a grammar: undefined for nothing. */
export interface TextOption {
  text: string;
  rest: string | undefined;
}

/**
 * One of several texts, by what they begin with alike: no two alternatives begin with the same
 * character ({@link numbersWithin} says why). Takes time in proportion to the texts' length.
 *
 * @param options each another text
 */
export function textTrie(grammar: GrammarText, options: readonly TextOption[]): string {
  const sorted = [...options].sort((one, other) =>
    one.text < other.text ? -1 : Number(one.text > other.text),
  );
  return branch(grammar, sorted, 0);
}

/**
 * What is left of texts that begin alike. Where they part there is a rule: XGrammar fails on 300
 * brackets in each other.
 *
 * @param sorted by text
 * @param start behind what is written already
 */
function branch(grammar: GrammarText, sorted: readonly TextOption[], start: number): string {
  const end = sharedEnd(sorted, start);
  const ends = sorted.filter(({ text }) => text.length === end).map(({ rest }) => rest ?? '""');
  const branches = new Map<number, TextOption[]>();
  for (const option of sorted.slice(ends.length)) {
    const next = option.text.codePointAt(end) as number;
    const alike = branches.get(next);
    if (alike === undefined) branches.set(next, [option]);
    else alike.push(option);
  }
  const inner = [...ends, ...[...branches.values()].map((alike) => branch(grammar, alike, end))];
  const [only] = inner;
  const rest = inner.length === 1 ? (only as string) : grammar.rule(anyOf(inner));
  if (start === end) return rest;
  const shared = literal((sorted[0] as TextOption).text.slice(start, end));
  return rest === '""' ? shared : `${shared} ${rest}`;
}

/** Where sorted texts end to be alike: all are so far as the first and the last. No character is cut. */
function sharedEnd(sorted: readonly TextOption[], start: number): number {
  const first = sorted[0]?.text ?? "";
  const last = sorted.at(-1)?.text ?? "";
  let end = start;
  while (end < first.length && first.codePointAt(end) === last.codePointAt(end)) {
    end += (first.codePointAt(end) as number) > 0xffff ? 2 : 1;
  }
  return end;
}

import type { GrammarText } from "./grammar-text.ts";

/** So few are written out as they are. */
const FEW = 32;

/**
 * A rule so many times. XGrammar computes a mask for each place in a repetition, for a vocabulary of
 * 128,000 tokens in some 20 ms. So many are written as repetitions of repetitions: of n, about
 * 2 sqrt(2 n) places are left.
 *
 * @param item name of a rule
 * @param most undefined: without an end
 */
export function repeated(
  grammar: GrammarText,
  item: string,
  least: number,
  most: number | undefined,
): string {
  const behind = most === undefined ? `${item}*` : upTo(grammar, item, most - least);
  return `${exactly(grammar, item, least)} ${behind}`;
}

function exactly(grammar: GrammarText, item: string, count: number): string {
  if (count === 0) return '""';
  if (count <= FEW) return `${item}{${count}}`;
  const size = Math.ceil(Math.sqrt(count));
  const whole = grammar.rule(`${item}{${size}}`);
  const left = count % size;
  return `${whole}{${Math.floor(count / size)}} ${left === 0 ? '""' : `${item}{${left}}`}`;
}

function upTo(grammar: GrammarText, item: string, count: number): string {
  if (count === 0) return '""';
  if (count <= FEW) return `${item}{0,${count}}`;
  const size = Math.ceil(Math.sqrt(count / 2));
  const wholes = Math.floor((count - (size - 1)) / size);
  const whole = grammar.rule(`${item}{${size}}`);
  // No fewer than a whole less one, so that each number of them is met.
  return `${whole}{0,${wholes}} ${item}{0,${count - wholes * size}}`;
}

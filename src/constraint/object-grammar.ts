import { type GrammarText, literal } from "./grammar-text.ts";

/** A property of an object. */
export interface Member {
  name: string;
  /** Rule of its value. */
  value: string;
  isRequired: boolean;
}

/**
 * An object with these properties in their order, where those that are not required may be left out.
 * Two rules a property: what may follow before any was written, and behind one.
 */
export function objectRule(
  grammar: GrammarText,
  space: string,
  members: readonly Member[],
): string {
  let first = '""';
  let behind = '""';
  for (const { name, value, isRequired } of [...members].reverse()) {
    const member = `${literal(JSON.stringify(name))} ${space} ":" ${space} ${value}`;
    const next = `${space} "," ${space} ${member} ${behind}`;
    const begun = `${member} ${behind}`;
    first = grammar.rule(isRequired ? begun : `(${begun}) | (${first})`);
    behind = grammar.rule(isRequired ? next : `(${next}) | (${behind})`);
  }
  return grammar.rule(`"{" ${space} ${first} ${space} "}"`);
}

import { type GrammarText, literal } from "./grammar-text.ts";

/** White space that may stand between the parts of a document: a model that writes no end of it never ends. */
const MOST_SPACES = 8;
/** Digits of a number without bounds, so that it stays finite. */
const MOST_DIGITS = 15;

/** XGrammar 0.1.27 takes no class of characters beyond ASCII right but what is left out of one. */
const PLAIN = String.raw`[^\U00000022\U0000005c\U00000000-\U0000001f]`;
const HEX = "[0-9A-Fa-f]";

/** Rules for the parts of JSON, by what they are. */
export interface JsonRules {
  space: string;
  value: string;
  object: string;
  array: string;
  string: string;
  /** A character of a string, as it stands or as two. */
  character: string;
  number: string;
  integer: string;
}

export function jsonRules(grammar: GrammarText): JsonRules {
  const space = grammar.rule(String.raw`[ \n\t]{0,${MOST_SPACES}}`);
  const string = grammar.rule(
    String.raw`"\"" (${PLAIN} | "\\" (["\\/bfnrt] | "u" ${HEX} ${HEX} ${HEX} ${HEX}))* "\""`,
  );
  const character = grammar.rule(String.raw`${PLAIN} | "\\" ["\\/bfnrt]`);
  const integer = grammar.rule(`"-"? ("0" | [1-9] [0-9]{0,${MOST_DIGITS - 1}})`);
  const number = grammar.rule(
    `${integer} ("." [0-9]{1,${MOST_DIGITS}})? ([eE] [-+]? [0-9] [0-9]?)?`,
  );
  const value = grammar.name();
  const comma = `${space} "," ${space}`;
  const member = `${string} ${space} ":" ${space} ${value}`;
  const object = grammar.rule(`"{" ${space} (${member} (${comma} ${member})*)? ${space} "}"`);
  const array = grammar.rule(`"[" ${space} (${value} (${comma} ${value})*)? ${space} "]"`);
  const constants = ["true", "false", "null"].map(literal).join(" | ");
  grammar.rule(`${object} | ${array} | ${string} | ${number} | ${constants}`, value);
  return { space, value, object, array, string, character, number, integer };
}

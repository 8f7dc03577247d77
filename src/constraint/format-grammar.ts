import { anyOf, GrammarText, literal } from "./grammar-text.ts";
import { type JsonRules, jsonRules } from "./json-grammar.ts";
import type { OutputFormat } from "./output-format.ts";
import { placeOf, SchemaFault } from "./schema-fault.ts";
import { SchemaGrammar } from "./schema-grammar.ts";
import { SpelledTexts } from "./spelled-texts.ts";
import { type TextOption, textTrie } from "./text-trie.ts";

type Start = TextOption | { text: undefined; rest: string };

/** What a format begins with for sure, and the rest. */
function startOf(format: OutputFormat, ruleOf: (part: OutputFormat) => string): Start {
  if (format.kind === "text") return { text: format.text, rest: undefined };
  const [first, ...others] = format.kind === "sequence" ? format.parts : [];
  if (first?.kind !== "text") return { text: undefined, rest: ruleOf(format) };
  const rest = others.length === 0 ? undefined : ruleOf({ kind: "sequence", parts: others });
  return { text: first.text, rest };
}

/** Texts are told apart as they begin, whatever comes behind them. */
function choiceOf(grammar: GrammarText, starts: readonly Start[]): string {
  const texts = starts.filter((start): start is TextOption => start.text !== undefined);
  const others = starts.filter(({ text }) => text === undefined).map(({ rest }) => rest as string);
  const distinct = new Map(texts.map((option) => [JSON.stringify(option), option]));
  return anyOf([
    ...(distinct.size > 0 ? [textTrie(grammar, [...distinct.values()])] : []),
    ...others,
  ]);
}

/**
 * Counts the texts of a format outside its schemas.
 *
 * @throws SchemaFault where they are too long together, or one has no bytes
 */
function requireSpelled(format: OutputFormat, place: string, texts: SpelledTexts): void {
  if (format.kind === "text") {
    const half = format.text.search(/\p{Surrogate}/u);
    if (half !== -1) {
      const code = format.text.charCodeAt(half).toString(16);
      throw new SchemaFault(place, `has half of a surrogate pair, \\u${code}: give both halves`);
    }
    texts.add(format.text, place);
  }
  const parts = format.kind === "sequence" ? format.parts : [];
  const options = format.kind === "choice" ? format.options : [];
  for (const part of parts) requireSpelled(part, place, texts);
  for (const [index, option] of options.entries()) {
    requireSpelled(option, placeOf(place, index), texts);
  }
}

/**
 * A format as a grammar whose first rule is `root`.
 *
 * @throws SchemaFault where outputs cannot be held to one of its schemas or texts
 */
export function grammarOf(format: OutputFormat): string {
  const texts = new SpelledTexts();
  requireSpelled(format, "#", texts);
  const grammar = new GrammarText();
  let json: JsonRules | undefined;
  const ruleOf = (part: OutputFormat): string => grammar.rule(bodyOf(part));
  const bodyOf = (part: OutputFormat): string => {
    switch (part.kind) {
      case "text":
        return literal(part.text);
      case "sequence":
        return part.parts.map((each) => ruleOf(each)).join(" ");
      case "choice":
        return choiceOf(
          grammar,
          part.options.map((option) => startOf(option, ruleOf)),
        );
      case "json":
        json ??= jsonRules(grammar);
        return new SchemaGrammar(part.schema, grammar, json, texts).write();
    }
  };
  grammar.rule(bodyOf(format), "root");
  return grammar.toString();
}

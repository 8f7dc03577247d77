import { anyOf, GrammarText, literal } from "./grammar-text.ts";
import { type JsonRules, jsonRules } from "./json-grammar.ts";
import type { OutputFormat } from "./output-format.ts";
import { SchemaGrammar } from "./schema-grammar.ts";
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
function choiceOf(starts: readonly Start[]): string {
  const texts = starts.filter((start): start is TextOption => start.text !== undefined);
  const others = starts.filter(({ text }) => text === undefined).map(({ rest }) => rest as string);
  const distinct = new Map(texts.map((option) => [JSON.stringify(option), option]));
  return anyOf([...(distinct.size > 0 ? [textTrie([...distinct.values()])] : []), ...others]);
}

/**
 * A format as a grammar whose first rule is `root`.
 *
 * @throws SchemaFault where outputs cannot be held to one of its schemas
 */
export function grammarOf(format: OutputFormat): string {
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
        return choiceOf(part.options.map((option) => startOf(option, ruleOf)));
      case "json":
        json ??= jsonRules(grammar);
        return new SchemaGrammar(part.schema, grammar, json).write();
    }
  };
  grammar.rule(bodyOf(format), "root");
  return grammar.toString();
}

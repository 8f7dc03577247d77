import { anyOf, GrammarText, literal } from "./grammar-text.ts";
import { type JsonRules, jsonRules } from "./json-grammar.ts";
import type { OutputFormat } from "./output-format.ts";
import { SchemaGrammar } from "./schema-grammar.ts";

/**
 * A format as a grammar whose first rule is `root`.
 *
 * @throws SchemaFault where outputs cannot be held to one of its schemas
 */
export function grammarOf(format: OutputFormat): string {
  const grammar = new GrammarText();
  let json: JsonRules | undefined;
  const bodyOf = (part: OutputFormat): string => {
    switch (part.kind) {
      case "text":
        return literal(part.text);
      case "sequence":
        return part.parts.map((each) => `(${bodyOf(each)})`).join(" ");
      case "choice":
        return anyOf(part.options.map(bodyOf));
      case "json":
        json ??= jsonRules(grammar);
        return new SchemaGrammar(part.schema, grammar, json).write();
    }
  };
  grammar.rule(bodyOf(format), "root");
  return grammar.toString();
}

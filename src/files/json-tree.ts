import jsonc, { type Node, type ParseError } from "jsonc-parser";
import { levelsGuard } from "./json-levels.ts";
import { MOST_LEVELS } from "./refusals.ts";

/** A value in a JSON text: its kind, its offset and length in the text, and what it holds. */
export type JsonNode = Node;

/** Words what is wrong at an offset of the text. */
export type JsonFault = (what: string, offset: number) => Error;

const { parseTree, printParseErrorCode, visit } = jsonc;

/**
 * Parses strict JSON, without comments and trailing commas, into values that know where they stand.
 * Large files take a fraction of what a YAML parser takes for them.
 *
 * @throws what `fault` makes of the first syntax error, or of nesting at which the parser would
 *   run out of stack
 */
export function parseJsonTree(text: string, fault: JsonFault): JsonNode {
  refuseDeep(text, fault);
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true });
  const [error] = errors;
  if (error !== undefined) throw fault(inWords(error), error.offset);
  if (root === undefined) throw fault("a value is expected", 0);
  return root;
}

function refuseDeep(text: string, fault: JsonFault): void {
  const { enter, leave } = levelsGuard((offset) =>
    fault(`it nests deeper than ${MOST_LEVELS} levels`, offset),
  );
  visit(text, {
    ...{ onObjectBegin: enter, onObjectEnd: leave },
    ...{ onArrayBegin: enter, onArrayEnd: leave },
  });
}

/**
 * Values of an object by their keys; undefined when the value is no object.
 *
 * @throws what `fault` makes of a key that stands there twice, which other readers pass over
 */
export function membersOf(
  node: JsonNode,
  fault: JsonFault,
): ReadonlyMap<string, JsonNode> | undefined {
  if (node.type !== "object") return undefined;
  const members = new Map<string, JsonNode>();
  for (const { children } of node.children ?? []) {
    const [key, value] = children ?? [];
    if (key === undefined || value === undefined) continue;
    if (members.has(key.value)) throw fault(`\`${key.value}\` stands there twice`, key.offset);
    members.set(key.value, value);
  }
  return members;
}

/** `ColonExpected` as `colon expected`. */
function inWords({ error }: ParseError): string {
  return printParseErrorCode(error)
    .replace(/(?<=[a-z])(?=[A-Z])/g, " ")
    .toLowerCase();
}

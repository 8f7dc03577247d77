import { findNodeAtLocation, type Node, parseTree, visit } from "jsonc-parser";
import { LineCounter } from "yaml";
import type { SourcePosition } from "../errors.ts";
import type { Document } from "./document.ts";
import { levelsGuard } from "./json-levels.ts";
import {
  comment,
  MOST_YAML_CHARACTERS,
  notJson,
  refuseHuge,
  secondKey,
  tooDeep,
} from "./refusals.ts";

/**
 * Parses JSON in which every key of an object is there once.
 *
 * @returns undefined when the text is no JSON
 * @throws PlannerError `E_INVALID_FILE` at a comment, at a second key of the same name, where it nests
 *   too deep, or when it is too large
 */
export function parseJson(path: string, text: string): Document | undefined {
  refuseHuge(path, text, "JSON");
  const fault = firstFault(path, text);
  const value = fault === undefined ? parsedOrNothing(text) : undefined;
  if (value !== undefined) return { path, value, positionOf: positionsIn(path, text) };
  if (fault !== undefined && text.length > MOST_YAML_CHARACTERS) throw notJson(fault);
  return undefined;
}

/** Where the text is no JSON. Runs before `JSON.parse`, which takes the last of equal keys, and any depth. */
function firstFault(path: string, text: string): SourcePosition | undefined {
  const keysOfObjects: Set<string>[] = [];
  let fault: SourcePosition | undefined;
  const { enter, leave } = levelsGuard((_offset, _length, line, character) =>
    tooDeep({ path, line: line + 1, column: character + 1 }),
  );
  visit(text, {
    onObjectBegin: (...place) => {
      keysOfObjects.push(new Set());
      enter(...place);
    },
    onObjectProperty: (name, _offset, _length, line, character) => {
      const keys = keysOfObjects.at(-1);
      if (fault === undefined && keys?.has(name) === true)
        throw secondKey({ path, line: line + 1, column: character + 1 });
      keys?.add(name);
    },
    onObjectEnd: () => {
      keysOfObjects.pop();
      leave();
    },
    onComment: (_offset, _length, line, character) => {
      // Unquoted text with slashes in it is YAML, and has been a fault before.
      if (fault === undefined) throw comment({ path, line: line + 1, column: character + 1 });
    },
    onArrayBegin: enter,
    onArrayEnd: leave,
    onError: (_error, _offset, _length, line, character) => {
      fault ??= { path, line: line + 1, column: character + 1 };
    },
  });
  return fault;
}

function parsedOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Only errors ask for positions, so that the tree is built for the first of them. */
function positionsIn(path: string, text: string): Document["positionOf"] {
  let tree: Node | undefined;
  return (keys) => {
    tree ??= parseTree(text);
    if (tree === undefined) return { path };
    for (let depth = keys.length; depth >= 0; depth--) {
      const node = findNodeAtLocation(tree, keys.slice(0, depth));
      if (node !== undefined) return placeOf(path, text, node.offset);
    }
    return { path };
  };
}

function placeOf(path: string, text: string, offset: number): SourcePosition {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1))
    lines.addNewLine(at + 1);
  const { line, col } = lines.linePos(offset);
  return { path, line, column: col };
}

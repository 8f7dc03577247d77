import jsonc from "jsonc-parser";
import { levelsGuard } from "../../files/json-levels.ts";
import { secondKey, tooDeep } from "../../files/refusals.ts";

const { visit } = jsonc;

/**
 * Refuses a JSON text in which an object has a key twice: `JSON.parse` takes the last of the two.
 * Millions of texts are asked, so keys are only looked at one by one where their count is off.
 *
 * @param line of the file on which the text starts
 * @param value what the text holds
 * @throws PlannerError `E_INVALID_FILE` at the second of the two
 */
export function refuseEqualKeys(path: string, text: string, line: number, value: unknown): void {
  // A text has such a mark for each key, and may have others in its strings.
  if (marksIn(text) === keysIn(value)) return;
  const objects: Set<string>[] = [];
  const { enter, leave } = levelsGuard((_offset, _length, lines, character) =>
    tooDeep({ path, line: line + lines, column: character + 1 }),
  );
  visit(text, {
    onArrayBegin: enter,
    onArrayEnd: leave,
    onObjectBegin: (...place) => {
      objects.push(new Set());
      enter(...place);
    },
    onObjectProperty: (name, _offset, _length, lines, character) => {
      const keys = objects.at(-1);
      if (keys?.has(name) === true) {
        throw secondKey({ path, line: line + lines, column: character + 1 });
      }
      keys?.add(name);
    },
    onObjectEnd: () => {
      objects.pop();
      leave();
    },
  });
}

function marksIn(text: string): number {
  const mark = /"\s*:/g;
  let marks = 0;
  while (mark.test(text)) marks++;
  return marks;
}

/** Without recursion: a text may nest as deep as it likes. */
function keysIn(value: unknown): number {
  let keys = 0;
  const left = [value];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (typeof next !== "object" || next === null) continue;
    const values: unknown[] = Array.isArray(next) ? next : Object.values(next);
    if (!Array.isArray(next)) keys += values.length;
    for (const inner of values) if (typeof inner === "object" && inner !== null) left.push(inner);
  }
  return keys;
}

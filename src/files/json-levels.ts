import type { JSONVisitor } from "jsonc-parser";
import { MOST_LEVELS } from "./refusals.ts";

type Place = Parameters<NonNullable<JSONVisitor["onArrayBegin"]>>;

/**
 * What minds how deep a JSON text nests while it is visited: parsers and readers behind it recurse.
 *
 * @param tooDeep what to throw where the first level too many begins
 */
export function levelsGuard(tooDeep: (...place: Place) => Error) {
  let levels = 0;
  return {
    enter(...place: Place): void {
      levels += 1;
      if (levels > MOST_LEVELS) throw tooDeep(...place);
    },
    leave(): void {
      levels -= 1;
    },
  };
}

import type { Keywords } from "./keywords.ts";
import { FREE_BOUND, type NumberRange } from "./number-grammar.ts";
import { placeOf, SchemaFault } from "./schema-fault.ts";

/** Largest bound of a number with a fraction. */
const MOST_BOUND = 1e9;

/**
 * The numbers that `minimum`, `maximum` and their exclusive kinds leave.
 *
 * @returns undefined where none of them stands
 * @throws SchemaFault at a bound that is none, or that is out of reach
 */
export function numberRange(
  type: "integer" | "number",
  schema: Keywords,
  place: string,
): NumberRange | undefined {
  const [minimum, above] = bounds(schema, ["minimum", "exclusiveMinimum"], place);
  const [maximum, below] = bounds(schema, ["maximum", "exclusiveMaximum"], place);
  const all = [minimum, above, maximum, below];
  if (all.every((bound) => bound === undefined)) return undefined;
  const isOpen = {
    least: above !== undefined && above >= (minimum ?? above),
    most: below !== undefined && below <= (maximum ?? below),
  };
  return type === "integer"
    ? wholeRange(
        { least: isOpen.least ? above : minimum, most: isOpen.most ? below : maximum },
        isOpen,
      )
    : {
        ...withoutEnds(
          wholeBound(isOpen.least ? above : minimum, place),
          wholeBound(isOpen.most ? below : maximum, place),
        ),
        isOpen,
        hasFractions: true,
      };
}

function bounds(schema: Keywords, keywords: readonly string[], place: string) {
  return keywords.map((keyword) => {
    const value = schema[keyword];
    if (value === undefined) return undefined;
    if (typeof value === "number" && Math.abs(value) <= Number.MAX_SAFE_INTEGER) return value;
    throw new SchemaFault(
      placeOf(place, keyword),
      `is no bound: give a number of up to ${Number.MAX_SAFE_INTEGER}`,
    );
  });
}

interface Ends {
  least: number | undefined;
  most: number | undefined;
}

/** The whole numbers between two ends, which belong to it. */
function wholeRange({ least, most }: Ends, isOpen: NumberRange["isOpen"]): NumberRange {
  const first =
    least === undefined ? undefined : isOpen.least ? Math.floor(least) + 1 : Math.ceil(least);
  const last =
    most === undefined ? undefined : isOpen.most ? Math.ceil(most) - 1 : Math.floor(most);
  return {
    ...withoutEnds(first, last),
    isOpen: { least: false, most: false },
    hasFractions: false,
  };
}

/** An end that is not given lies where numbers end to be exact, or at the other end beyond. */
function withoutEnds(least: number | undefined, most: number | undefined) {
  return {
    least: least ?? Math.min(-FREE_BOUND, most ?? 0),
    most: most ?? Math.max(FREE_BOUND, least ?? 0),
  };
}

function wholeBound(bound: number | undefined, place: string): number | undefined {
  if (bound === undefined || (Number.isInteger(bound) && Math.abs(bound) <= MOST_BOUND))
    return bound;
  throw new SchemaFault(
    place,
    `is bounded by ${bound}: of a number, give whole bounds of up to ${MOST_BOUND}`,
  );
}

import { PlannerError } from "../errors.ts";
import { FORMAT_NAMES } from "../model/precision.ts";
import { MAX_PARTS } from "../search/space/space.ts";
import type { SearchOptions } from "./search-options.ts";

/** What a value must be, in words and as a test. */
type Rule = [what: string, holds: (value: number | string) => boolean];

const RULES: Partial<Record<keyof SearchOptions, Rule>> = {
  precision: oneOf(...FORMAT_NAMES),
  kvCache: oneOf(...FORMAT_NAMES),
  tp: wholeFrom(1),
  norms: oneOf("apart", "fused"),
  maxPositions: wholeFrom(1),
  batch: wholeFrom(1),
  decode: wholeFrom(0),
  context: numberFrom(0),
  solver: oneOf("highs", "glpk"),
  method: oneOf("branch", "ilp", "none"),
  parts: oneOf(...Array.from({ length: MAX_PARTS }, (_, index) => index + 1)),
  splits: oneOf("aligned", "per-operation"),
  batches: wholeFrom(1),
  gap: numberFrom(0),
  minGain: numberFrom(0),
  nodeLimit: wholeFrom(1),
  timeLimit: ["a number above 0", (value) => Number.isFinite(value) && Number(value) > 0],
  threads: wholeFrom(1),
};

/**
 * What the command line refuses while it parses, for options that come from code.
 *
 * @throws PlannerError `E_USAGE` at the first option whose value is out of its range
 */
export function checkOptions(options: SearchOptions): void {
  for (const [name, [what, holds]] of Object.entries(RULES)) {
    const value = options[name as keyof SearchOptions];
    if (value === undefined || holds(value)) continue;
    throw new PlannerError("E_USAGE", `the option \`${name}\` is ${value}`, {
      remedy: `Give ${what}, or leave it out.`,
    });
  }
}

function wholeFrom(least: number): Rule {
  return [
    `a whole number of ${least} or more`,
    (value) => Number.isSafeInteger(value) && Number(value) >= least,
  ];
}

function numberFrom(least: number): Rule {
  return [
    `a number of ${least} or more`,
    (value) => Number.isFinite(value) && Number(value) >= least,
  ];
}

function oneOf(...choices: readonly (number | string)[]): Rule {
  return [choices.join(" or "), (value) => choices.includes(value)];
}

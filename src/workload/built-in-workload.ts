import { PlannerError } from "../errors.ts";
import { formatInteger } from "../text/units.ts";
import { LENGTH_DISTRIBUTIONS, type LengthDistribution } from "./length-quantiles.ts";
import { type LongRequests, type PositionLimits, positionsOf } from "./positions.ts";
import type { RequestLengths } from "./request-lengths.ts";

export function builtInDistribution(name: string): LengthDistribution | undefined {
  return LENGTH_DISTRIBUTIONS.find(({ moments }) => moments.name === name);
}

/**
 * Requests of a built-in distribution that are longer than the positions. Counts are kept for a few
 * limits alone; between two of them, those beyond the higher one are known.
 *
 * @returns undefined when all fit
 */
export function longRequestsOf(
  { moments, requests, within }: LengthDistribution,
  limits: PositionLimits,
): LongRequests | undefined {
  const positions = positionsOf(limits);
  if (moments.longestRequest <= positions) return undefined;
  const next = within.find((known) => known.positions >= positions);
  return {
    positions,
    longer: next === undefined ? 1 : requests - next.requests,
    atLeast: next?.positions !== positions,
    of: requests,
    leftOut: limits.asked !== undefined,
  };
}

/**
 * Lengths of a built-in distribution, without requests beyond `--max-positions`.
 *
 * @throws PlannerError `E_USAGE` for a limit that no figures are kept for
 */
export function builtInLengths(
  { moments, within }: LengthDistribution,
  { asked }: PositionLimits,
): RequestLengths {
  if (asked === undefined || moments.longestRequest <= asked) return moments;
  const fitting = within.find(({ positions }) => positions === asked);
  if (fitting !== undefined) return fitting.moments;
  const known = within.map(({ positions }) => positions).join(", ");
  throw new PlannerError(
    "E_USAGE",
    `${moments.name} has no figures for --max-positions ${formatInteger(asked)}`,
    {
      remedy: `Give one of ${known}, or ${moments.longestRequest} or more; or give the trace as a file.`,
    },
  );
}

import { PlannerError } from "../errors.ts";
import { formatInteger } from "../text/units.ts";

/** How long a request may be, prompt and output tokens together. */
export interface PositionLimits {
  /** Positions of the model; undefined where they are not known. */
  model?: number | undefined;
  /** `--max-positions`: longer requests are left out. */
  asked?: number | undefined;
}

/** Requests of a workload that are longer than the positions. */
export interface LongRequests {
  /** The limit: `--max-positions`, else the model's. */
  positions: number;
  /** How many are longer. */
  longer: number;
  /** Whether that is all that is known: there may be more. */
  atLeast: boolean;
  /** Of so many. */
  of: number;
  /** Left out of the lengths, as `--max-positions` asks; else they are kept. */
  leftOut: boolean;
}

/** The limit that holds: what the user asks for comes before what the model has. */
export function positionsOf({ model, asked }: PositionLimits): number {
  return asked ?? model ?? Number.POSITIVE_INFINITY;
}

/**
 * Refuses a workload of which no request fits.
 *
 * @throws PlannerError `E_INFEASIBLE`
 */
export function requirePositions(tokens: number, limits: PositionLimits, what: string): void {
  const positions = positionsOf(limits);
  if (tokens <= positions) return;
  const whose = limits.asked === undefined ? "the model's" : "the";
  const of = limits.asked === undefined ? "" : " of --max-positions";
  throw new PlannerError(
    "E_INFEASIBLE",
    `${what} of ${formatInteger(tokens)} tokens is longer than ${whose} ${formatInteger(positions)} positions${of}`,
    {
      remedy: longerRemedy(tokens),
    },
  );
}

/** More positions than any model will have are a slip of the pen. */
function longerRemedy(tokens: number): string {
  if (tokens > 1e9) return "Use shorter requests.";
  return (
    `Use shorter requests. If the model is served with more positions than its configuration says, ` +
    `give --max-positions ${Math.ceil(tokens)}.`
  );
}

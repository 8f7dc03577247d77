import { statSync } from "node:fs";
import { PlannerError } from "../errors.ts";
import { nearestNames } from "../text/nearest-name.ts";
import { LENGTH_DISTRIBUTIONS } from "./length-quantiles.ts";
import { readRequests } from "./request-csv.ts";
import { lengthsOf, type RequestLengths } from "./request-lengths.ts";

/** Workload of a search when the user names none. */
export const DEFAULT_WORKLOAD = "1024/512";

/**
 * Request lengths of `--workload`: `IN/OUT`, the name of a built-in distribution or a CSV file.
 *
 * @throws PlannerError `E_USAGE` for lengths that are no positive integers
 * @throws PlannerError `E_UNKNOWN_NAME` with the nearest names
 * @throws PlannerError `E_UNREADABLE` or `E_INVALID_FILE` for a CSV file
 */
export function parseWorkload(workload: string): RequestLengths {
  const builtIn = LENGTH_DISTRIBUTIONS.find(({ moments }) => moments.name === workload);
  if (builtIn !== undefined) return builtIn.moments;
  const file = statSync(workload, { throwIfNoEntry: false })?.isFile() ?? false;
  if (file || workload.endsWith(".csv")) return lengthsOf(workload, readRequests(workload));
  if (workload.includes("/")) return constantLengths(workload);
  throw unknownWorkload(workload);
}

function constantLengths(workload: string): RequestLengths {
  const [, prompt, output] = /^(\d{1,9})\/(\d{1,9})$/.exec(workload) ?? [];
  const promptTokens = Number(prompt);
  const outputTokens = Number(output);
  if (promptTokens >= 1 && outputTokens >= 1) {
    return lengthsOf(workload, [{ promptTokens, outputTokens }]);
  }
  throw new PlannerError("E_USAGE", `"${workload}" is no workload`, {
    remedy: `Give prompt and output tokens as IN/OUT, each 1 or more, such as ${DEFAULT_WORKLOAD}.`,
  });
}

function unknownWorkload(name: string): PlannerError {
  const known = LENGTH_DISTRIBUTIONS.map(({ moments }) => moments.name);
  const nearest = nearestNames(name, known, 1);
  const suggestion = nearest.length > 0 ? `Did you mean ${nearest[0]}? ` : "";
  return new PlannerError("E_UNKNOWN_NAME", `no workload is called "${name}"`, {
    remedy: `${suggestion}Use IN/OUT, one of ${known.join(", ")}, or the path of a CSV file.`,
  });
}

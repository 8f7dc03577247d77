import { statSync } from "node:fs";
import { PlannerError } from "../errors.ts";
import { nearestNames } from "../text/nearest-name.ts";
import { builtInDistribution, builtInLengths, longRequestsOf } from "./built-in-workload.ts";
import { readFileWorkload } from "./file-workload.ts";
import { LENGTH_DISTRIBUTIONS } from "./length-quantiles.ts";
import { type LongRequests, type PositionLimits, requirePositions } from "./positions.ts";
import { lengthsOf, type RequestLengths } from "./request-lengths.ts";
import { parseColumns } from "./trace/columns.ts";
import type { TraceFacts } from "./trace/trace-facts.ts";

/** Workload of a search when the user names none. */
export const DEFAULT_WORKLOAD = "1024/512";

/** What a workload asks of a model. */
export interface Workload {
  lengths: RequestLengths;
  /** Of a file. */
  facts?: TraceFacts;
  /** Requests longer than the positions; undefined when all fit. */
  longRequests?: LongRequests;
}

export interface WorkloadOptions extends PositionLimits {
  /** `--columns`, for a file. */
  columns?: string | undefined;
}

/** Endings of files of requests: a path with one of them is a file, whether or not it is there. */
export const FILE_ENDING = /\.(csv|tsv|jsonl?|ndjson)(\.gz)?$/i;

/**
 * The workload of `--workload`: `IN/OUT`, the name of a built-in distribution or a file of requests.
 *
 * @throws PlannerError `E_USAGE` for lengths that are no positive integers, or options of a file
 *   without one
 * @throws PlannerError `E_UNKNOWN_NAME` with the nearest names
 * @throws PlannerError `E_UNREADABLE` or `E_INVALID_FILE` for a file
 * @throws PlannerError `E_INFEASIBLE` when no request fits the positions
 */
export async function readWorkload(
  workload: string,
  { columns, ...limits }: WorkloadOptions = {},
): Promise<Workload> {
  const builtIn = builtInDistribution(workload);
  if (builtIn === undefined && isFile(workload)) {
    const named = columns === undefined ? undefined : parseColumns(columns);
    return readFileWorkload(workload, named, limits);
  }
  if (columns !== undefined) {
    throw new PlannerError("E_USAGE", "--columns belongs to a file of requests", {
      remedy: "Leave it out, or name a file with --workload.",
    });
  }
  if (builtIn !== undefined) {
    const longRequests = longRequestsOf(builtIn, limits);
    const lengths = builtInLengths(builtIn, limits);
    return { lengths, ...(longRequests !== undefined && { longRequests }) };
  }
  const lengths = parseWorkload(workload);
  requirePositions(lengths.longestRequest, limits, "a request");
  return { lengths };
}

/**
 * Request lengths of a workload that is no file: `IN/OUT`, or the name of a built-in distribution.
 *
 * @throws PlannerError `E_USAGE` for lengths that are no positive integers
 * @throws PlannerError `E_UNKNOWN_NAME` with the nearest names
 */
export function parseWorkload(workload: string): RequestLengths {
  const builtIn = builtInDistribution(workload);
  if (builtIn !== undefined) return builtIn.moments;
  if (workload.includes("/")) return constantLengths(workload);
  throw unknownWorkload(workload);
}

/** Whether `--workload` names a file of requests. */
export function isFile(workload: string): boolean {
  return statSync(workload, { throwIfNoEntry: false }) !== undefined || FILE_ENDING.test(workload);
}

function constantLengths(workload: string): RequestLengths {
  const [, prompt, output] = /^(\d{1,9})\/(\d{1,9})$/.exec(workload) ?? [];
  const promptTokens = Number(prompt);
  const outputTokens = Number(output);
  if (promptTokens >= 1 && outputTokens >= 1) {
    return lengthsOf(workload, [{ promptTokens, outputTokens }]);
  }
  throw new PlannerError("E_USAGE", `"${workload}" is no workload`, {
    remedy: `Give prompt and output tokens as IN/OUT, each 1 or more, such as ${DEFAULT_WORKLOAD}; or the path of a file that exists.`,
  });
}

function unknownWorkload(name: string): PlannerError {
  const known = LENGTH_DISTRIBUTIONS.map(({ moments }) => moments.name);
  const nearest = nearestNames(name, known, 1);
  const suggestion = nearest.length > 0 ? `Did you mean ${nearest[0]}? ` : "";
  return new PlannerError("E_UNKNOWN_NAME", `no workload is called "${name}"`, {
    remedy: `${suggestion}Use IN/OUT, one of ${known.join(", ")}, or the path of a CSV or JSON file.`,
  });
}

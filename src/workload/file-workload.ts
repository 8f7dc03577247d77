import { PlannerError } from "../errors.ts";
import {
  type LongRequests,
  type PositionLimits,
  positionsOf,
  requirePositions,
} from "./positions.ts";
import { LengthMoments, type RequestLengths } from "./request-lengths.ts";
import type { Columns } from "./trace/columns.ts";
import { openTrace } from "./trace/open-trace.ts";
import type { Trace } from "./trace/trace.ts";
import { ArrivalTally, type TraceFacts } from "./trace/trace-facts.ts";
import { isUsable, type SkipReason, type UsableRow } from "./trace/trace-row.ts";

/** What a file says of its requests. */
export interface FileWorkload {
  lengths: RequestLengths;
  facts: TraceFacts;
  /** Undefined when all fit. */
  longRequests?: LongRequests;
}

/**
 * Reads the requests of a file once, and keeps of them only what the planner needs.
 *
 * @param limits requests beyond `--max-positions` are left out; those beyond the model's positions
 *   are counted
 * @throws PlannerError what `openTrace` and reading its rows throw
 * @throws PlannerError `E_INVALID_FILE` when no request counts
 * @throws PlannerError `E_INFEASIBLE` when none fits the positions
 */
export async function readFileWorkload(
  path: string,
  columns: Columns | undefined,
  limits: PositionLimits,
): Promise<FileWorkload> {
  const trace = await openTrace(path, columns);
  const tally = new WorkloadTally(limits);
  for await (const rows of trace.batches) {
    for (const row of rows) {
      if (isUsable(row)) tally.add(row);
      else if (row.skip !== undefined) tally.skip(row.skip, row.requests);
    }
  }
  tally.requireRequests(path, trace);
  const arrivals = tally.arrivals.facts(trace.clock.refusal);
  const { longRequests, rows, requests, skipped, cached } = tally;
  const doubts = trace.doubts();
  return {
    lengths: tally.moments.lengths(path),
    facts: {
      ...{ format: trace.format, rows, requests, skipped },
      outcomeFields: [...trace.outcomeFields],
      ...(cached.tokens > 0 && { cached: { ...cached, fields: [...trace.cachedFields] } }),
      ...(doubts.length > 0 && { doubts }),
      arrivals,
    },
    ...(longRequests !== undefined && { longRequests }),
  };
}

class WorkloadTally {
  readonly moments = new LengthMoments();
  readonly arrivals = new ArrivalTally();
  readonly skipped: Partial<Record<SkipReason, number>> = {};
  readonly cached = { tokens: 0, ofPromptTokens: 0 };
  readonly #limits: PositionLimits;
  #requests = 0;
  #longer = 0;
  #shortest = Number.POSITIVE_INFINITY;

  constructor(limits: PositionLimits) {
    this.#limits = limits;
  }

  add(row: UsableRow): void {
    if (row.requests === 0) return;
    const tokens = row.promptTokens + row.outputTokens;
    this.#requests += row.requests;
    this.#shortest = Math.min(this.#shortest, tokens);
    this.arrivals.add(row);
    this.cached.tokens += row.requests * row.cachedTokens;
    this.cached.ofPromptTokens += row.requests * row.promptTokens;
    const isLonger = tokens > positionsOf(this.#limits);
    if (isLonger) this.#longer += row.requests;
    if (!isLonger || this.#limits.asked === undefined) this.moments.add(row, row.requests);
  }

  skip(reason: SkipReason, requests: number): void {
    if (requests > 0) this.skipped[reason] = (this.skipped[reason] ?? 0) + requests;
  }

  /** Requests whose lengths count, long ones included. */
  get requests(): number {
    return this.#requests;
  }

  get rows(): number {
    return Object.values(this.skipped).reduce((sum, count) => sum + count, this.#requests);
  }

  get longRequests(): LongRequests | undefined {
    if (this.#longer === 0) return undefined;
    const positions = positionsOf(this.#limits);
    const leftOut = this.#limits.asked !== undefined;
    return { positions, longer: this.#longer, atLeast: false, of: this.#requests, leftOut };
  }

  requireRequests(path: string, trace: Trace): void {
    if (this.#requests === 0) throw withoutRequests(path, trace, this.skipped);
    requirePositions(this.#shortest, this.#limits, "the shortest request");
  }
}

/**
 * The error of a file of which no request counts.
 *
 * @param skipped how many do not, by the reason
 */
export function withoutRequests(
  path: string,
  { format, outcomeFields }: Pick<Trace, "format" | "outcomeFields">,
  skipped: Readonly<Partial<Record<SkipReason, number>>>,
): PlannerError {
  const { tokensUnknown = 0, failed = 0, cancelled = 0 } = skipped;
  const rows = Object.values(skipped).reduce((sum, count) => sum + count, 0);
  const position = { path };
  if (rows === 0) {
    return new PlannerError("E_INVALID_FILE", "the file has no request", {
      position: { path, line: 1 },
      remedy: "Add a line for each request below the header.",
    });
  }
  if (failed + cancelled > 0) {
    const message = `none of the ${rows} requests counts: ${failed} failed, ${cancelled} were cut short`;
    const fields = [...outcomeFields].join(", ");
    const remedy = `Use a trace of requests that were served.${fields === "" ? "" : ` If ${fields} says something else, rename it.`}`;
    return new PlannerError("E_INVALID_FILE", message, { position, remedy });
  }
  const message =
    tokensUnknown === rows
      ? `none of the ${rows} requests has both lengths in tokens (${format})`
      : `none of the ${rows} requests has a prompt and an output (${format})`;
  const remedy = "Use a trace whose requests have prompt and output tokens, 1 or more.";
  return new PlannerError("E_INVALID_FILE", message, { position, remedy });
}

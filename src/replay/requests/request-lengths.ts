import { PlannerError } from "../../errors.ts";
import { type Random, randomFrom } from "../../random.ts";
import { builtInDistribution, builtInLengths } from "../../workload/built-in-workload.ts";
import { withoutRequests } from "../../workload/file-workload.ts";
import { type LengthDistribution, QUANTILE_LEVELS } from "../../workload/length-quantiles.ts";
import { isFile, parseWorkload } from "../../workload/parse-workload.ts";
import type { LongRequests } from "../../workload/positions.ts";
import { parseColumns } from "../../workload/trace/columns.ts";
import { openTrace } from "../../workload/trace/open-trace.ts";
import type { TraceFacts } from "../../workload/trace/trace-facts.ts";
import { isUsable, type SkipReason, type TraceRow } from "../../workload/trace/trace-row.ts";
import type { RequestLength } from "./replay-request.ts";

/** Requests of a workload, before they have a time. */
export interface DrawnRequests {
  lengths: readonly RequestLength[];
  /** From the first of them, ns; undefined where the workload has none, with why. */
  arrivalsNs: readonly bigint[] | { refusal: string; remedy: string };
  /** Of a file: rows that are no request, and what a cache held. */
  facts?: Pick<TraceFacts, "rows" | "skipped" | "cached" | "doubts">;
  /** Undefined when none was left out for its length. */
  longRequests?: LongRequests;
}

export interface DrawOptions {
  /** How many; all of a file when left out. */
  requests: number | undefined;
  /** `--columns`, for a file. */
  columns: string | undefined;
  /** Longer requests of a file or a distribution are left out. */
  maxPositions?: number | undefined;
  seed: number;
}

const DEFAULT_REQUESTS = 1000;
/** Of a file: rows of a histogram may stand for more than memory holds. */
const MOST_REQUESTS = 10_000_000;
const NO_ARRIVALS = {
  refusal: "lengths alone say nothing of arrivals",
  remedy: "Give --rate, or the file of a trace with arrivals.",
};

/**
 * The lengths of requests: equal ones of `IN/OUT`, drawn ones of a built-in distribution, or the
 * requests of a file, in the order of its rows. A row of a histogram gives as many as it stands for.
 *
 * Prompt and output of a drawn request are independent of each other: of the traces behind the
 * distributions, the quantiles of each are kept, and not how they go together.
 *
 * @throws PlannerError what `parseWorkload` and `openTrace` throw; `E_USAGE` for more requests than
 *   a file has, or than can be replayed; `E_INVALID_FILE` for a file of which none counts
 */
export async function drawRequests(workload: string, options: DrawOptions): Promise<DrawnRequests> {
  const builtIn = builtInDistribution(workload);
  if (builtIn === undefined && isFile(workload)) return readRequests(workload, options);
  if (options.columns !== undefined) {
    throw new PlannerError("E_USAGE", "--columns belongs to a file of requests", {
      remedy: "Leave it out, or name a file with --workload.",
    });
  }
  const count = options.requests ?? DEFAULT_REQUESTS;
  const random = randomFrom(options.seed);
  const { meanPrompt, meanOutput } = parseWorkload(workload);
  const draw =
    builtIn === undefined
      ? () => ({ promptTokens: meanPrompt, outputTokens: meanOutput })
      : () => drawLength(builtIn, options.maxPositions, random);
  return { lengths: Array.from({ length: count }, draw), arrivalsNs: NO_ARRIVALS };
}

/** @throws PlannerError `E_USAGE` for a limit that no figures are kept for */
function drawLength(
  builtIn: LengthDistribution,
  maxPositions: number | undefined,
  random: Random,
): RequestLength {
  if (maxPositions !== undefined) builtInLengths(builtIn, { asked: maxPositions });
  for (;;) {
    const promptTokens = quantile(builtIn.promptQuantiles, random);
    const outputTokens = quantile(builtIn.outputQuantiles, random);
    if (promptTokens + outputTokens <= (maxPositions ?? Number.POSITIVE_INFINITY))
      return { promptTokens, outputTokens };
  }
}

/** Between two quantiles lengths are spread evenly. */
function quantile(quantiles: readonly number[], random: Random): number {
  const level = random();
  let high = 1;
  while ((QUANTILE_LEVELS[high] as number) < level) high++;
  const [from, to] = [QUANTILE_LEVELS[high - 1] as number, QUANTILE_LEVELS[high] as number];
  const [least, most] = [quantiles[high - 1] as number, quantiles[high] as number];
  return Math.max(1, Math.round(least + ((level - from) / (to - from)) * (most - least)));
}

async function readRequests(path: string, options: DrawOptions): Promise<DrawnRequests> {
  const { requests = Number.POSITIVE_INFINITY, columns, maxPositions } = options;
  const trace = await openTrace(path, columns === undefined ? undefined : parseColumns(columns));
  const drawn = new FileRequests(path, requests, maxPositions ?? Number.POSITIVE_INFINITY);
  for await (const rows of trace.batches) {
    for (const row of rows) if (!drawn.isFull) drawn.add(row);
    if (drawn.isFull) break;
  }
  const { lengths, skipped, arrivals } = drawn;
  if (lengths.length === 0 && drawn.longer === 0) throw withoutRequests(path, trace, skipped);
  if (lengths.length < requests && Number.isFinite(requests)) {
    throw new PlannerError("E_USAGE", `${path} has ${lengths.length} requests, not ${requests}`, {
      remedy: `Give --requests ${lengths.length} or less, or leave it out.`,
    });
  }
  const cached =
    drawn.cached.tokens > 0 ? { ...drawn.cached, fields: [...trace.cachedFields] } : undefined;
  const doubts = trace.doubts();
  return {
    lengths,
    arrivalsNs: arrivalsOf(arrivals, trace.clock.refusal),
    facts: {
      ...{ rows: drawn.rows, skipped },
      ...(cached && { cached }),
      ...(doubts.length > 0 && { doubts }),
    },
    ...(drawn.longRequests && { longRequests: drawn.longRequests }),
  };
}

/** The first requests of a file, and what there is to say of them. */
class FileRequests {
  readonly lengths: RequestLength[] = [];
  readonly arrivals: (bigint | undefined)[] = [];
  readonly skipped: Partial<Record<SkipReason, number>> = {};
  readonly cached = { tokens: 0, ofPromptTokens: 0 };
  rows = 0;
  longer = 0;
  readonly #path: string;
  readonly #most: number;
  readonly #positions: number;

  constructor(path: string, most: number, positions: number) {
    this.#path = path;
    this.#most = most;
    this.#positions = positions;
  }

  get isFull(): boolean {
    return this.lengths.length >= this.#most;
  }

  get longRequests(): LongRequests | undefined {
    if (this.longer === 0) return undefined;
    const { longer } = this;
    const of = longer + this.lengths.length;
    return { positions: this.#positions, longer, atLeast: false, of, leftOut: true };
  }

  /** @throws PlannerError `E_USAGE` for more requests than can be replayed */
  add(row: TraceRow): void {
    this.rows += row.requests;
    if (!isUsable(row)) {
      if (row.skip !== undefined)
        this.skipped[row.skip] = (this.skipped[row.skip] ?? 0) + row.requests;
      return;
    }
    const { promptTokens, outputTokens, arrivalNs, cachedTokens } = row;
    if (promptTokens + outputTokens > this.#positions) {
      this.longer += row.requests;
      return;
    }
    const wanted = Math.min(row.requests, this.#most - this.lengths.length);
    if (this.lengths.length + wanted > MOST_REQUESTS) throw tooMany(this.#path);
    this.cached.tokens += wanted * cachedTokens;
    this.cached.ofPromptTokens += wanted * promptTokens;
    for (let each = 0; each < wanted; each++) {
      this.lengths.push({ promptTokens, outputTokens });
      this.arrivals.push(arrivalNs);
    }
  }
}

function tooMany(path: string): PlannerError {
  const most = MOST_REQUESTS.toLocaleString("en-US");
  return new PlannerError("E_USAGE", `${path} has more than ${most} requests`, {
    remedy: "Say with --requests how many of them to replay, from the first on.",
  });
}

function arrivalsOf(
  arrivals: readonly (bigint | undefined)[],
  refusal: { reason: string; remedy: string } | undefined,
): DrawnRequests["arrivalsNs"] {
  if (refusal !== undefined) return { refusal: refusal.reason, remedy: refusal.remedy };
  const known = arrivals.filter((ns) => ns !== undefined);
  if (known.length < arrivals.length || known.length === 0) {
    return {
      refusal: `${arrivals.length - known.length} of ${arrivals.length} requests have no arrival`,
      remedy: "Name the column of times: --columns in=NAME,out=NAME,time=NAME,unit=s|ms|ns.",
    };
  }
  const [first = 0n] = known.toSorted((a, b) => Number(a - b));
  return known.map((ns) => ns - first);
}

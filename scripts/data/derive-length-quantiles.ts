/**
 * Derives the built-in length distributions (src/workload/length-quantiles.ts) from request traces.
 * The traces are not part of the project; only these figures are.
 *
 *     npx tsx scripts/data/derive-length-quantiles.ts sharegpt=FILE.csv lmsys=FILE.csv splitwise=FILE.csv
 *     npx biome check --write src/workload/length-quantiles.ts
 *
 * A trace is a file that `--workload` reads. Requests of more than
 * LONGEST_REQUEST tokens are left out: a few dumps of hundreds of thousands of tokens, which the
 * services behind the traces did not serve either, would dominate the second moments.
 */
import { writeFileSync } from "node:fs";
import { quantileSorted } from "simple-statistics";
import type { LengthDistribution } from "../../src/workload/length-quantiles.ts";
import { lengthsOf, type RequestLength } from "../../src/workload/request-lengths.ts";
import { openTrace } from "../../src/workload/trace/open-trace.ts";
import { isUsable } from "../../src/workload/trace/trace-row.ts";

const LONGEST_REQUEST = 16384;

/** Positions of common models, for which the moments of the requests that fit are kept too. */
const POSITIONS = [1024, 2048, 4096, 8192];

/** Every half per cent, and the tail. */
const LEVELS = [...Array.from({ length: 200 }, (_, index) => index / 200), 0.999, 1];

async function requestsOf(path: string): Promise<RequestLength[]> {
  const { batches } = await openTrace(path);
  const requests: RequestLength[] = [];
  for await (const rows of batches) requests.push(...rows.filter(isUsable));
  return requests;
}

function upTo(requests: readonly RequestLength[], tokens: number): RequestLength[] {
  return requests.filter(({ promptTokens, outputTokens }) => promptTokens + outputTokens <= tokens);
}

async function distributionOf(name: string, path: string): Promise<LengthDistribution> {
  const all = await requestsOf(path);
  const requests = upTo(all, LONGEST_REQUEST);
  const moments = lengthsOf(name, requests);
  return {
    moments,
    requests: requests.length,
    leftOut: all.length - requests.length,
    promptQuantiles: quantiles(requests.map(({ promptTokens }) => promptTokens)),
    outputQuantiles: quantiles(requests.map(({ outputTokens }) => outputTokens)),
    within: POSITIONS.filter((positions) => positions < moments.longestRequest).map((positions) => {
      const fitting = upTo(requests, positions);
      return { positions, requests: fitting.length, moments: lengthsOf(name, fitting) };
    }),
  };
}

function quantiles(values: readonly number[]): number[] {
  const sorted = values.toSorted((a, b) => a - b);
  return LEVELS.map((level) => Math.round(quantileSorted(sorted, level)));
}

const traces = process.argv.slice(2).map((argument) => argument.split("="));
if (traces.length === 0 || traces.some((trace) => trace.length !== 2)) {
  console.error("usage: npx tsx scripts/data/derive-length-quantiles.ts NAME=FILE...");
  process.exit(2);
}
const distributions: LengthDistribution[] = [];
for (const [name = "", path = ""] of traces) distributions.push(await distributionOf(name, path));

const source = `// Derived by scripts/data/derive-length-quantiles.ts; do not edit.
import type { RequestLengths } from "./request-lengths.ts";

/** Request lengths of a public trace, in tokens. */
export interface LengthDistribution {
  /** Exact, over all requests of the trace that were kept. */
  moments: RequestLengths;
  requests: number;
  /** Requests of more than ${LONGEST_REQUEST} tokens, left out of every figure here. */
  leftOut: number;
  /** Prompt lengths at QUANTILE_LEVELS. */
  promptQuantiles: readonly number[];
  outputQuantiles: readonly number[];
  /** Of the requests with at most so many tokens, for each of a few limits below the longest. */
  within: readonly LengthsWithin[];
}

/** Requests of a trace that a model with so many positions serves. */
export interface LengthsWithin {
  positions: number;
  requests: number;
  moments: RequestLengths;
}

export const QUANTILE_LEVELS: readonly number[] = ${JSON.stringify(LEVELS)};

export const LENGTH_DISTRIBUTIONS: readonly LengthDistribution[] = ${JSON.stringify(distributions)};
`;
writeFileSync(new URL("../../src/workload/length-quantiles.ts", import.meta.url), source);

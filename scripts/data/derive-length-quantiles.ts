/**
 * Derives the built-in length distributions (src/workload/length-quantiles.ts) from request traces.
 * The traces are not part of the project; only these figures are.
 *
 *     npx tsx scripts/data/derive-length-quantiles.ts sharegpt=FILE.csv lmsys=FILE.csv splitwise=FILE.csv
 *     npx biome check --write src/workload/length-quantiles.ts
 *
 * A trace is a CSV file with the columns ContextTokens and GeneratedTokens. Requests of more than
 * LONGEST_REQUEST tokens are left out: a few dumps of hundreds of thousands of tokens, which the
 * services behind the traces did not serve either, would dominate the second moments.
 */
import { writeFileSync } from "node:fs";
import { quantileSorted } from "simple-statistics";
import type { LengthDistribution } from "../../src/workload/length-quantiles.ts";
import { readRequests } from "../../src/workload/request-csv.ts";
import { lengthsOf } from "../../src/workload/request-lengths.ts";

const LONGEST_REQUEST = 16384;

/** Every half per cent, and the tail. */
const LEVELS = [...Array.from({ length: 200 }, (_, index) => index / 200), 0.999, 1];

function distributionOf(name: string, path: string): LengthDistribution {
  const all = readRequests(path);
  const requests = all.filter(
    ({ promptTokens, outputTokens }) => promptTokens + outputTokens <= LONGEST_REQUEST,
  );
  return {
    moments: lengthsOf(name, requests),
    requests: requests.length,
    leftOut: all.length - requests.length,
    promptQuantiles: quantiles(requests.map(({ promptTokens }) => promptTokens)),
    outputQuantiles: quantiles(requests.map(({ outputTokens }) => outputTokens)),
  };
}

function quantiles(values: readonly number[]): number[] {
  const sorted = values.toSorted((a, b) => a - b);
  return LEVELS.map((level) => Math.round(quantileSorted(sorted, level)));
}

const traces = process.argv.slice(2).map((argument) => argument.split("="));
if (traces.length === 0 || traces.some((trace) => trace.length !== 2)) {
  console.error("usage: npx tsx scripts/data/derive-length-quantiles.ts NAME=FILE.csv...");
  process.exit(2);
}
const distributions = traces.map(([name = "", path = ""]) => distributionOf(name, path));

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
}

export const QUANTILE_LEVELS: readonly number[] = ${JSON.stringify(LEVELS)};

export const LENGTH_DISTRIBUTIONS: readonly LengthDistribution[] = ${JSON.stringify(distributions)};
`;
writeFileSync(new URL("../../src/workload/length-quantiles.ts", import.meta.url), source);

import { mean } from "simple-statistics";

/** Some percentiles of a set of values; null where there is none. */
export interface Percentiles {
  mean: number;
  p50: number;
  p90: number;
  p99: number;
}

/** Linear between ranks, as NumPy's `percentile` and other serving benchmarks have them. */
export function percentilesOf(values: Float64Array): Percentiles | null {
  if (values.length === 0) return null;
  const sorted = values.slice().sort();
  const at = (fraction: number) => {
    const rank = fraction * (sorted.length - 1);
    const low = sorted[Math.floor(rank)] as number;
    const high = sorted[Math.ceil(rank)] as number;
    return low + (rank - Math.floor(rank)) * (high - low);
  };
  // The library takes plain arrays by its types alone.
  return { mean: mean(sorted as unknown as number[]), p50: at(0.5), p90: at(0.9), p99: at(0.99) };
}

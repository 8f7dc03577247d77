/** Some percentiles of a set of values; null where there is none. */
export interface Percentiles {
  mean: number;
  p50: number;
  p90: number;
  p99: number;
}

/** Linear between ranks, as NumPy's `percentile` does it. */
export function percentilesOf(values: Float64Array): Percentiles | null {
  if (values.length === 0) return null;
  const sorted = values.slice().sort();
  const at = (fraction: number) => {
    const rank = fraction * (sorted.length - 1);
    const low = sorted[Math.floor(rank)] as number;
    const high = sorted[Math.ceil(rank)] as number;
    return low + (rank - Math.floor(rank)) * (high - low);
  };
  return { mean: mean(sorted), p50: at(0.5), p90: at(0.9), p99: at(0.99) };
}

export function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function standardDeviation(values: Float64Array): number {
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / values.length);
}

/** A line of the benchmark's table. */
export type Entry = MeasuredEntry | FailedEntry;

export interface MeasuredEntry {
  operation: string;
  size: string;
  part: string;
  /** Left out where the profiler does not name it. */
  implementation?: string | undefined;
  us: number;
  /** By the work of the operation, one of the two. */
  bytesPerSecond?: number;
  flopsPerSecond?: number;
  /** Of a product: cuBLAS's default, or the fastest. */
  choice?: "default" | "best";
  /** How much faster than the default, as a fraction; null where that could not be measured. */
  overDefault?: number | null;
  /** Time of the fastest copy of as many bytes over the operation's. */
  ofCopy?: number;
  /** Rate over the ceiling of its kind. */
  ofCeiling?: number;
  /** Of a pair: each rate over that of the same operation alone on the whole GPU. */
  rates?: { gemm: number; attention: number };
  sumOfRates?: number;
  failure?: undefined;
}

export interface FailedEntry {
  operation: string;
  size?: string;
  part?: string;
  failure: string;
}

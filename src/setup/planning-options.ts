import type { Norms } from "../ir/fused-norms.ts";
import type { PrecisionOptions } from "../model/precision.ts";

/** Options that say what to plan for; `setUp` makes inputs of them. */
export interface PlanningOptions extends PrecisionOptions {
  model: string;
  gpu?: string;
  profile?: string;
  /** Sessions of the store that are asked, in that order, and no others; separated by commas. */
  sessions?: string;
  tp?: number;
  /** Whether norms run within the all-reduces before them; left open, what gives the better plan. */
  norms?: Norms;
  workload?: string;
  /** Columns of a file of requests, `in=NAME,out=NAME[,time=NAME,unit=s|ms|ns]`. */
  columns?: string;
  /** Tokens that a request may have; longer ones are left out. */
  maxPositions?: number;
  batch?: number;
  decode?: number;
  context?: number;
}

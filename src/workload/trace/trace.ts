import type { ArrivalClock } from "./arrival-clock.ts";
import type { TraceRow } from "./trace-row.ts";

/** Requests of a file, read while they are asked for. */
export interface Trace {
  /** Name of the format. */
  format: string;
  /** Fields that say how requests ended: all are known once all rows are read. */
  outcomeFields: ReadonlySet<string>;
  /** Fields by which a cache held parts of prompts: all are known once all rows are read. */
  cachedFields: ReadonlySet<string>;
  /** What a user must know of how the file was read, in sentences: all is known once all rows are read. */
  doubts(): readonly string[];
  /** Whether arrivals can be used: known once all rows are read. */
  clock: Pick<ArrivalClock, "refusal">;
  /**
   * Rows in the order of the file, those that do not count included. Can be read once.
   *
   * Reading throws PlannerError `E_INVALID_FILE` at the first row that cannot be understood.
   */
  batches: AsyncIterable<readonly TraceRow[]>;
}

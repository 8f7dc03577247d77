/* Generated from schemas/pair.schema.json by `npm run types`; edit the schema instead. */

/**
 * How a split is made: by a green context, or on ordinary streams, where GEMMs count on the group's SMs and the kernels of the remainder launch no more CTAs than it has SMs.
 */
export type Mechanism = "green-context" | "cta-limit";
/**
 * Positive integers, or one that all rows share.
 */
export type Count = number | number[];
/**
 * Non-negative integers, or one that all rows share.
 */
export type Index = number | number[];
/**
 * Numbers, or one that all rows share.
 */
export type Amount = number | number[];
/**
 * Positive numbers, one a row.
 */
export type Figures = number[];
/**
 * Positive numbers, or one that all rows share.
 */
export type Positive = number | number[];

/**
 * Line of a session file: two kernels at the same time, the first on the group and the second on the remainder of one split.
 */
export interface StoredPair {
  schema: "nanoflow-plan/pair/2";
  /**
   * Name of the group's kernel, as in the session's `kernels`.
   */
  group: string;
  remainder: string;
  mechanism?: Mechanism;
  rows: PairTable;
  heldOut?: PairTable;
  sustained?: SustainedPairTable;
}
/**
 * Slowdowns, which are times in company over times alone on the same partition, by columns. A column is a list, or one value that all rows share; `groupSlowdown` is always a list.
 */
export interface PairTable {
  groupSms: Count;
  groupImplementation: Index;
  groupTokens: Count;
  groupContext: Amount;
  remainderImplementation: Index;
  remainderTokens: Count;
  remainderContext: Amount;
  groupSlowdown: Figures;
  remainderSlowdown: Positive;
  samples: Count;
}
/**
 * Both back to back for seconds, as far as the power cap lets them, by columns: mean µs from call to call, SM clock and board power.
 */
export interface SustainedPairTable {
  groupSms: Count;
  groupImplementation: Index;
  groupTokens: Count;
  groupContext: Amount;
  remainderImplementation: Index;
  remainderTokens: Count;
  remainderContext: Amount;
  groupUs: Figures;
  remainderUs: Positive;
  clockMhz: Positive;
  powerW: Positive;
}

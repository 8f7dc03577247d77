/** Why a request does not count: the first reason that applies. */
export type SkipReason =
  | "failed"
  | "cancelled"
  | "warmUp"
  | "comment"
  | "tokensUnknown"
  | "zeroBoth"
  | "zeroPrompt"
  | "zeroOutput";

/** A request of a trace. */
export interface TraceRow {
  /** For how many requests it stands: 1, but for rows of a histogram. */
  requests: number;
  /** Undefined where the file does not say. */
  promptTokens: number | undefined;
  outputTokens: number | undefined;
  /**
   * When it arrived, in ns since the zero of the trace's clock. Undefined where the request has no
   * arrival of its own, or where the trace's cannot be used.
   */
  arrivalNs: bigint | undefined;
  /** Undefined when the request counts. Then both lengths are 1 or more. */
  skip: SkipReason | undefined;
  /** Tokens of the prompt that a cache held, where the file says so. */
  cachedTokens: number;
  /** What the request was read from: the cells of its CSV row, or the JSON value. */
  record: unknown;
}

/** A row whose lengths are known to count. */
export type UsableRow = TraceRow & { promptTokens: number; outputTokens: number; skip: undefined };

export function isUsable(row: TraceRow): row is UsableRow {
  return row.skip === undefined;
}

/** Why a request of these lengths does not count, if it does not. */
export function skipOf(
  promptTokens: number | undefined,
  outputTokens: number | undefined,
): SkipReason | undefined {
  if (promptTokens === undefined || outputTokens === undefined) return "tokensUnknown";
  if (promptTokens > 0 && outputTokens > 0) return undefined;
  if (promptTokens > 0) return "zeroOutput";
  return outputTokens > 0 ? "zeroPrompt" : "zeroBoth";
}

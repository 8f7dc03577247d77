/** What one replay of the requests came to on one side. */
export interface SideResult {
  /** Whole run, ramp and drain included; null where the drain was cut off. */
  tokensPerSecond: number | null;
  /** Where requests flow; null where they never do, or the side does not say. */
  steadyTokensPerSecond: number | null;
  seconds: number;
  /** What else the side says of itself. */
  [detail: string]: unknown;
}

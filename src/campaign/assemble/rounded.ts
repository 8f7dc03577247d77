/** Digits that a measurement of a few µs to some ms deserves. */
const DIGITS = 5;

/** A figure without digits that are only noise. */
export function rounded(value: number): number {
  return Number(value.toPrecision(DIGITS));
}

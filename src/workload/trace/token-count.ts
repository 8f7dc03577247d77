/** A cell that holds no token count. */
export const NOT_A_COUNT = -1;

/**
 * Tokens of a cell or JSON value: a whole number of 0 or more, also as text or as `12.0`.
 *
 * @returns `NOT_A_COUNT` for anything else
 */
export function tokenCount(value: unknown): number {
  if (typeof value === "number") return wholeNumber(value);
  const text = String(value).trim();
  return /^\+?\d+(\.0*)?$/.test(text) ? wholeNumber(Number(text)) : NOT_A_COUNT;
}

function wholeNumber(value: number): number {
  return Number.isSafeInteger(value) && value >= 0 ? value : NOT_A_COUNT;
}

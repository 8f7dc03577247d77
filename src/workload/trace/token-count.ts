/** A cell that holds no token count. */
export const NOT_A_COUNT = -1;

/**
 * Tokens of a cell or JSON value: a whole number of 0 or more, also as text or as `12.0`.
 *
 * @returns `NOT_A_COUNT` for anything else
 */
export function tokenCount(value: unknown): number {
  if (typeof value === "number") return wholeNumber(value);
  if (typeof value === "string" && value.length <= 15 && isDigits(value)) return Number(value);
  const text = String(value).trim();
  return /^\+?\d+(\.0*)?$/.test(text) ? wholeNumber(Number(text)) : NOT_A_COUNT;
}

function wholeNumber(value: number): number {
  return Number.isSafeInteger(value) && value >= 0 ? value : NOT_A_COUNT;
}

/** Whether a text is digits alone, one at least. Millions of cells are asked: a regular expression is slower. */
export function isDigits(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 48 || code > 57) return false;
  }
  return text !== "";
}

/** A cell that holds no token count. */
export const NOT_A_COUNT = -1;

/** What programs write where they know no number. */
const UNKNOWN = /^(?:|nan|n\/?a|<na>|null|none|nil|\\n|-+|\?)$/i;

/** One token, or a thousand with a separator: `1.000` is either. */
const TWO_MEANINGS = /^\+?\d{1,3}\.\d{3}$/;

/**
 * Tokens of a cell or JSON value: a whole number of 0 or more, also as text, as `12.0` or as `1e+05`,
 * which R writes.
 *
 * @returns undefined where it says that the count is not known, `NOT_A_COUNT` for anything else
 */
export function tokenCount(value: unknown): number | undefined {
  if (typeof value === "number") return wholeNumber(value);
  if (typeof value === "boolean") return NOT_A_COUNT;
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string" && value.length <= 15 && isDigits(value)) return Number(value);
  const text = String(value).trim();
  if (TWO_MEANINGS.test(text)) return NOT_A_COUNT;
  if (/^\+?\d+(\.\d*)?(e\+?\d{1,2})?$/i.test(text)) return wholeNumber(Number(text));
  return typeof value === "string" && UNKNOWN.test(text) ? undefined : NOT_A_COUNT;
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

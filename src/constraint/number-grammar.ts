import { anyOf, literal } from "./grammar-text.ts";

/** Whole numbers, both ends included; undefined: no end. */
export interface WholeRange {
  least: number | undefined;
  most: number | undefined;
}

/** Digits of a number that has no bound. */
const FREE_DIGITS = 15;
const FRACTION_DIGITS = 15;
/** So many never round to the next whole number, behind one of up to nine digits. */
const SURE_DIGITS = 6;

/** Whole numbers of a range as a grammar; undefined where there are none. */
export function wholeNumbers({ least, most }: WholeRange): string | undefined {
  const free = 10 ** FREE_DIGITS - 1;
  const [low, high] = [least ?? -Math.max(free, -(most ?? 0)), most ?? Math.max(free, least ?? 0)];
  if (low > high) return undefined;
  const options: string[] = [];
  if (low < 0) options.push(`"-" (${digitsBetween(Math.max(1, -high), -low)})`);
  if (high >= 0) options.push(digitsBetween(Math.max(0, low), high));
  return anyOf(options);
}

/**
 * Numbers of a range whose ends are whole, with a fraction or without; undefined where there are none.
 *
 * @param isOpen whether the ends themselves are left out
 */
export function numbersBetween(
  { least, most }: WholeRange,
  isOpen: { least: boolean; most: boolean },
): string | undefined {
  const options: string[] = [];
  const whole = wholeNumbers({
    least: isOpen.least && least !== undefined ? least + 1 : least,
    most: isOpen.most && most !== undefined ? most - 1 : most,
  });
  if (whole !== undefined) options.push(whole);
  // A fraction lies between two whole numbers of the range, and is not 0.
  const digits = isOpen.least || isOpen.most ? SURE_DIGITS : FRACTION_DIGITS;
  const fraction = `"." [0-9]{0,${digits - 1}} [1-9]`;
  if (most === undefined || most > 0) {
    const above = wholeNumbers({
      least: Math.max(0, least ?? 0),
      most: most === undefined ? undefined : most - 1,
    });
    if (above !== undefined) options.push(`(${above}) ${fraction}`);
  }
  if (least === undefined || least < 0) {
    const below = wholeNumbers({
      least: Math.max(0, -(most ?? 0)),
      most: least === undefined ? undefined : -least - 1,
    });
    if (below !== undefined) options.push(`"-" (${below}) ${fraction}`);
  }
  return options.length === 0 ? undefined : anyOf(options);
}

/** Whole numbers from 0 on, without a sign: split where the number of digits, or the first of them, changes. */
function digitsBetween(low: number, high: number): string {
  const options: string[] = [];
  for (let start = low; start <= high; ) {
    const digits = String(start);
    const end = Math.min(high, 10 ** digits.length - 1);
    options.push(sameLength(digits, String(end)));
    start = end + 1;
  }
  return anyOf(options);
}

/** @param low digits, as many as of `high`, and no more than it */
function sameLength(low: string, high: string): string {
  if (low === "") return '""';
  const rest = low.length - 1;
  const [first, last] = [Number(low[0]), Number(high[0])];
  const [lowRest, highRest] = [low.slice(1), high.slice(1)];
  const isLeast = /^0*$/.test(lowRest);
  const isMost = /^9*$/.test(highRest);
  if (first === last && !(isLeast && isMost))
    return `${literal(`${first}`)} (${sameLength(lowRest, highRest)})`;
  const options: string[] = [];
  const from = isLeast ? first : first + 1;
  const to = isMost ? last : last - 1;
  if (!isLeast) options.push(`${literal(`${first}`)} (${sameLength(lowRest, "9".repeat(rest))})`);
  if (from <= to) options.push(`[${from}-${to}]${rest > 0 ? ` [0-9]{${rest}}` : ""}`);
  if (!isMost) options.push(`${literal(`${last}`)} (${sameLength("0".repeat(rest), highRest)})`);
  return anyOf(options);
}

/**
 * A number in plain or scientific notation, which is how people write them: `Number` alone also reads
 * `0x10` and white space.
 *
 * @returns NaN for any other text
 */
export function decimalIn(text: string): number {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
}

import { InvalidArgumentError } from "commander";

/** Parser of an option's value: a whole number from `least` on, and up to `most` where that is given. */
export function integerFrom(least: number, most?: number): (text: string) => number {
  const range = most === undefined ? `of ${least} or more` : `from ${least} to ${most}`;
  return (text) => {
    const value = Number(text);
    const isWhole = /^[+-]?\d+$/.test(text) && Number.isSafeInteger(value);
    if (isWhole && value >= least && value <= (most ?? value)) return value;
    throw new InvalidArgumentError(`Give a whole number ${range}.`);
  };
}

/** Parser of an option's value: a finite number above zero, in plain or scientific notation. */
export function positiveNumber(text: string): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError("Give a number above 0.");
}

/** Parser of an option's value: a finite number of zero or more. */
export function nonNegativeNumber(text: string): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (Number.isFinite(value) && value >= 0) return value;
  throw new InvalidArgumentError("Give a number of 0 or more.");
}

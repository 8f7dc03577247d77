import { InvalidArgumentError } from "commander";
import { decimalIn } from "../../text/decimal.ts";

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

/** Parser of an option's value: whole numbers from 1 on, separated by commas. */
export function positiveIntegers(text: string): number[] {
  return text.split(",").map((word) => integerFrom(1)(word.trim()));
}

/** Parser of an option's value: a finite number above zero, in plain or scientific notation. */
export function positiveNumber(text: string): number {
  const value = decimalIn(text.trim());
  if (Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError("Give a number above 0.");
}

/** Parser of an option's value: a finite number of zero or more. */
export function nonNegativeNumber(text: string): number {
  const value = decimalIn(text.trim());
  if (Number.isFinite(value) && value >= 0) return value;
  throw new InvalidArgumentError("Give a number of 0 or more.");
}

/** Parser of an option's value: a finite number in a range, both ends included. */
export function numberFrom(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = decimalIn(text.trim());
    if (value >= least && value <= most) return value;
    throw new InvalidArgumentError(`Give a number from ${least} to ${most}.`);
  };
}

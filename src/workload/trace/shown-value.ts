import { stringify } from "lossless-json";

const MOST_SHOWN = 40;

/** The start of a JSON value as the file has it: a number keeps all of its digits. */
export function shownValue(value: unknown): string {
  return (stringify(value) ?? "missing").slice(0, MOST_SHOWN);
}

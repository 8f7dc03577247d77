import type { Plan } from "../generated/plan.ts";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** A short name for each operation of a plan, in the order in which they first run: A, B, ... */
export function lettersOf({ nanoOperations }: Pick<Plan, "nanoOperations">): Map<string, string> {
  const operations = new Set(nanoOperations.map(({ operation }) => operation));
  return new Map([...operations].map((name, index) => [name, letterAt(index)]));
}

/** A, B, ... */
export function letterAt(index: number): string {
  return LETTERS[index] ?? "?";
}

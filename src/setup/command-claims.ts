import type { Plan } from "../generated/plan.ts";

type Keys = readonly (string | number)[];

/** What one option of a command says of a plan, and the plan says otherwise or not at all. */
export interface Claim {
  /** A note where the plan does not state enough to tell. */
  severity: "error" | "note";
  /** The place in the plan or set. */
  keys: Keys;
  message: string;
}

/** Where a command stands: claims that no other place is wrong for. */
export const COMMAND = ["provenance", "command"] as const;

/** Nothing where the command leaves the option out, or says the same. */
export function heldTo(keys: Keys, found: unknown, flag: string, said: unknown): Claim[] {
  if (said === undefined || found === said) return [];
  return [wrong(keys, `${keys.join(".")} is ${found}, but the command says ${flag} ${said}`)];
}

export function wrong(keys: Keys, message: string): Claim {
  return { severity: "error", keys, message };
}

export function noted(keys: Keys, message: string): Claim {
  return { severity: "note", keys, message };
}

/** As far as a plan states it, whether its search proved something. */
export function isSearched({ search }: Pick<Plan, "search">): boolean {
  return search.method !== "none";
}

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

/**
 * Nothing where the command says the same, or leaves the option out and nothing is taken for it.
 *
 * @param unsaid what a search takes where the option is left out
 */
export function heldTo(
  keys: Keys,
  found: unknown,
  flag: string,
  said: unknown,
  unsaid?: unknown,
): Claim[] {
  const asked = said ?? unsaid;
  if (asked === undefined || found === asked) return [];
  return [
    wrong(keys, `${keys.join(".")} is ${found}, but the command ${saying(flag, said, unsaid)}`),
  ];
}

/** What a command says of an option, for messages: that it leaves it out, too. */
export function saying(flag: string, said: unknown, unsaid: unknown): string {
  if (said !== undefined) return `says ${flag} ${said}`;
  return unsaid === undefined ? `has no ${flag}` : `leaves ${flag} at ${unsaid}`;
}

export function wrong(keys: Keys, message: string): Claim {
  return { severity: "error", keys, message };
}

export function noted(keys: Keys, message: string): Claim {
  return { severity: "note", keys, message };
}

const nothing = (): readonly Claim[] => [];

/** How a search talks, and on how many threads it runs: plans and sets are the same. */
export const CHANGES_NOTHING = {
  threads: nothing,
  explain: nothing,
  json: nothing,
  quiet: nothing,
  debug: nothing,
  progress: nothing,
};

/** As far as a plan states it, whether its search proved something. */
export function isSearched({ search }: Pick<Plan, "search">): boolean {
  return search.method !== "none";
}

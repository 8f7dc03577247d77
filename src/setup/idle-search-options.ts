import type { CommandOption } from "./search-command.ts";
import type { SearchOptions } from "./search-options.ts";

/** Options that say nothing beside another one. */
export interface Idle<Name extends string = string> {
  /** The other one, as users write it. */
  beside: string;
  /** Names of attributes. */
  options: readonly Name[];
  /** Why they say nothing. */
  why: string;
}

/** Of the search proper: how far it goes, what it looks for, and what it says of it. Threads are those of the machine. */
const OF_SEARCH = [
  "solver",
  "parts",
  "splits",
  "gap",
  "minGain",
  "nodeLimit",
  "timeLimit",
  "explain",
] as const satisfies readonly CommandOption[];

/** What changes nothing in a search with these options. */
export function idleSearchOptions(
  { method, batch }: Pick<SearchOptions, "method" | "batch">,
  isSet: boolean,
): Idle<CommandOption>[] {
  const unsearched = { beside: "--method none", options: OF_SEARCH, why: "nothing is searched" };
  const given = {
    beside: "--batch",
    options: ["batches"] as const,
    why: "it is the one dense batch",
  };
  const ofSet = { beside: "--set", options: ["explain"] as const, why: "it explains one plan" };
  return [
    ...(method === "none" ? [unsearched] : []),
    ...(batch === undefined ? [] : [given]),
    ...(isSet ? [ofSet] : []),
  ];
}

/** What there is to say of an option that changes nothing. */
export function idleText(flag: string, { beside, why }: Idle): string {
  return `${flag} says nothing beside ${beside}: ${why}`;
}

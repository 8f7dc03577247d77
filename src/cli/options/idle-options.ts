import type { Command } from "commander";
import { PlannerError } from "../../errors.ts";

/** Options that say nothing beside another one. */
export interface Idle {
  /** The other one, as users write it. */
  beside: string;
  /** Names of attributes. */
  options: readonly string[];
  /** Why they say nothing. */
  why: string;
}

/**
 * Refuses options that were given and change nothing: whoever gave them expects something of them.
 *
 * @throws PlannerError `E_USAGE`
 */
export function refuseIdle(command: Command, idle: readonly Idle[]): void {
  for (const { beside, options, why } of idle) {
    const given = options.find((name) => command.getOptionValueSource(name) === "cli");
    if (given === undefined) continue;
    const flag = command.options.find((option) => option.attributeName() === given)?.long ?? given;
    throw new PlannerError("E_USAGE", `${flag} says nothing beside ${beside}: ${why}`, {
      remedy: "Leave one of them out.",
    });
  }
}

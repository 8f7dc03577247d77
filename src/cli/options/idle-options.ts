import type { Command } from "commander";
import { PlannerError } from "../../errors.ts";
import { type Idle, idleText } from "../../setup/idle-search-options.ts";

/**
 * Refuses options that were given and change nothing: whoever gave them expects something of them.
 *
 * @throws PlannerError `E_USAGE`
 */
export function refuseIdle(command: Command, idle: readonly Idle[]): void {
  for (const each of idle) {
    const given = each.options.find((name) => command.getOptionValueSource(name) === "cli");
    if (given === undefined) continue;
    const flag = command.options.find((option) => option.attributeName() === given)?.long ?? given;
    throw new PlannerError("E_USAGE", idleText(flag, each), {
      remedy: "Leave one of them out.",
    });
  }
}

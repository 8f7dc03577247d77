import type { CommanderError } from "commander";
import { PlannerError } from "../errors.ts";

/**
 * Commander's message as an error of ours: what is wrong, then what would be right.
 *
 * @param helpCommand what shows the help of the command that was misused
 */
export function usageError(error: CommanderError, helpCommand: string): PlannerError {
  const text = error.message.replace(/^error: /, "");
  const [, what = text, hint] = /^(.*?(?:is invalid\.|\n|$))\s*(.*)$/s.exec(text) ?? [];
  return new PlannerError("E_USAGE", what.trim().replace(/\.$/, ""), {
    remedy: hint ? hint.trim().replace(/^\((.*)\)$/, "$1") : `See ${helpCommand}.`,
    cause: error,
  });
}

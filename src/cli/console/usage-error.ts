import type { CommanderError } from "commander";
import { PlannerError } from "../../errors.ts";

/**
 * Commander's message as an error of ours: what is wrong, then what would be right.
 *
 * @param helpCommand what shows the help of the command that was misused
 */
export function usageError(error: CommanderError, helpCommand: string): PlannerError {
  const text = error.message.replace(/^error: /, "");
  const [, what = text, hint = ""] = /^(.*?)(?:\.\s+|\n|\.?$)(.*)$/s.exec(text) ?? [];
  const remedy = hint === "" ? `See ${helpCommand}.` : hint.replace(/^\((.*)\)$/, "$1");
  return new PlannerError("E_USAGE", what, { remedy, cause: error });
}

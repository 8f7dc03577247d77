import { existsSync } from "node:fs";
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
  const remedy =
    pathRemedy(text) ?? (hint === "" ? `See ${helpCommand}.` : hint.replace(/^\((.*)\)$/, "$1"));
  return new PlannerError("E_USAGE", what, { remedy, cause: error });
}

/** A file or folder whose name begins with a dash looks like an option. */
function pathRemedy(message: string): string | undefined {
  const [, path] = /^unknown option '(-.*?)'/.exec(message) ?? [];
  return path !== undefined && existsSync(path)
    ? `If you mean the path, write ./${path}.`
    : undefined;
}

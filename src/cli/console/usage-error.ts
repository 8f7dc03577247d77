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
    dashedFile(what) ?? (hint === "" ? `See ${helpCommand}.` : hint.replace(/^\((.*)\)$/, "$1"));
  return new PlannerError("E_USAGE", what, { remedy, cause: error });
}

/** A file or folder whose name starts with a dash is taken for an option. */
function dashedFile(what: string): string | undefined {
  const [, name] = /^unknown option '(.+)'$/.exec(what) ?? [];
  if (name === undefined || !existsSync(name)) return undefined;
  return `For what has that name in this folder, give ./${name}.`;
}

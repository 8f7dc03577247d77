import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { PlannerError } from "../../errors.ts";
import { SET_ENDING } from "../../plan-set/plan-set-file.ts";

const ENDINGS = [".plan.yaml", SET_ENDING];
const FILES = `Name plan files, or a folder with files that end in ${ENDINGS.join(" or ")}.`;
const NAMES = "Name the plan files themselves, or give them names that end in .plan.yaml.";

/**
 * Plan and plan-set files, where a folder stands for all in it and below that end as such do.
 *
 * @throws PlannerError `E_UNREADABLE` when a path or a plan in a folder is not there
 */
export function plansIn(paths: readonly string[]): string[] {
  return paths.flatMap((path) => {
    if (!existsSync(path)) throw nothingAt(path, "no such file or folder", FILES);
    if (!statSync(path).isDirectory()) return [path];
    const found = readdirSync(path, { recursive: true, encoding: "utf8" })
      .filter((name) => ENDINGS.some((ending) => name.endsWith(ending)))
      .sort()
      .map((name) => join(path, name));
    if (found.length === 0) throw nothingAt(path, "no file in it ends in .plan.yaml", NAMES);
    return found;
  });
}

function nothingAt(path: string, message: string, remedy: string): PlannerError {
  return new PlannerError("E_UNREADABLE", `${path}: ${message}`, { remedy });
}

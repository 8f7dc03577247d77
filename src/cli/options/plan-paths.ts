import { existsSync, readFileSync, statSync } from "node:fs";
import { PlannerError } from "../../errors.ts";
import { filesBelow } from "../../files/files-below.ts";
import { SET_ENDING } from "../../plan-set/plan-set-file.ts";

const ENDINGS = [".plan.yaml", SET_ENDING];
const FILES = `Name plan files, or a folder with files that end in ${ENDINGS.join(" or ")}.`;
const NAMES = "Name the plan files themselves, or give them names that end in .plan.yaml.";

/** First line of a plan or a set, behind comments that may stand before it. */
const PLAN_SCHEMA = /^schema: *["']?nanoflow-plan\/plan(-set)?\//m;

/**
 * Plan and plan-set files, where a folder stands for all in it and below that end as such do.
 *
 * @param note is told which plans of a folder are called otherwise, and so are left out
 * @throws PlannerError `E_UNREADABLE` when a path or a plan in a folder is not there
 */
export function plansIn(paths: readonly string[], note: (text: string) => void): string[] {
  return paths.flatMap((path) => {
    if (!existsSync(path)) throw nothingAt(path, "no such file or folder", FILES);
    if (!statSync(path).isDirectory()) return [path];
    const files = filesBelow(path);
    const found = files.filter(isCalledPlan);
    if (found.length === 0) throw nothingAt(path, "no file in it ends in .plan.yaml", NAMES);
    for (const file of files) {
      if (isCalledPlan(file) || !holdsPlan(file)) continue;
      note(`note: ${file}: it holds a plan, and is left out, since its name does not end as one`);
    }
    return found;
  });
}

function isCalledPlan(path: string): boolean {
  return ENDINGS.some((ending) => path.endsWith(ending));
}

/** A file that cannot be read is none: it was not asked for. */
function holdsPlan(path: string): boolean {
  if (!/\.ya?ml$/i.test(path)) return false;
  try {
    return PLAN_SCHEMA.test(readFileSync(path, "utf8"));
  } catch {
    return false;
  }
}

function nothingAt(path: string, message: string, remedy: string): PlannerError {
  return new PlannerError("E_UNREADABLE", `${path}: ${message}`, { remedy });
}

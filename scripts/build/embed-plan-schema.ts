import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";

/** What stands for a plan in the schema of plan sets. */
export const PLAN_DEFINITION = "#/$defs/plan";

/**
 * Copies the schema of plans into that of plan sets, so that each compiles alone in any validator.
 * References of plans lead to definitions of the same names there.
 *
 * @param schemas their folder
 * @param check write nothing
 * @returns whether the copy was right already
 */
export function embedPlanSchema(schemas: URL, check: boolean): boolean {
  const read = (name: string) => JSON.parse(readFileSync(new URL(name, schemas), "utf8"));
  const { $schema: _, $id: __, $defs: inPlans, ...plan } = read("plan.schema.json");
  const file = new URL("plan-set.schema.json", schemas);
  const set = read("plan-set.schema.json");
  const bundled = { ...set, $defs: { plan, ...inPlans } };
  if (isDeepStrictEqual(bundled, set)) return true;
  if (check) return false;
  writeFileSync(file, JSON.stringify(bundled, undefined, 2));
  execFileSync("npx", ["biome", "format", "--write", fileURLToPath(file)], { stdio: "ignore" });
  return true;
}

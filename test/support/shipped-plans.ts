import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Plan } from "../../src/generated/plan.ts";
import { readPlan } from "../../src/plan/plan-file.ts";
import { oncePerRun } from "./once-per-run.ts";

const FOLDER = "plans";

/** Every committed plan, by its path. To parse them all takes a second. */
export function shippedPlans(): [path: string, plan: Plan][] {
  return oncePerRun("shipped-plans", readAll);
}

function readAll(): [path: string, plan: Plan][] {
  return readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".plan.yaml"))
    .map((name) => join(FOLDER, name))
    .sort()
    .map((path) => [path, readPlan(path).plan]);
}

import { readdirSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import type { Plan } from "../../src/generated/plan.ts";

const FOLDER = new URL("../../plans/", import.meta.url);

/** A plan with its path below `plans/`. */
export interface CommittedPlan {
  name: string;
  plan: Plan;
}

/** All plans of `plans/`, by name. */
export function committedPlans(): CommittedPlan[] {
  return readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".plan.yaml"))
    .sort()
    .map((name) => ({ name, plan: parse(readFileSync(new URL(name, FOLDER), "utf8")) }));
}

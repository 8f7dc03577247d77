import type { Document } from "../files/document.ts";
import { parseText, readText, validated } from "../files/read-document.ts";
import type { Plan } from "../generated/plan.ts";
import { commentedYaml } from "./commented-yaml.ts";

/** What each part of a plan means, for people who read the file. */
const COMMENTS: Record<string, string> = {
  kind: "overlapped, nano-batch-only, or sequential when nothing beats it (then with the reason).",
  model: "What is served: the model's sizes, and over how many GPUs each layer is spread.",
  gpu: "The GPU that the plan is made for.",
  profile: "The measurements behind every number below.",
  workload: "The dense batch of one step: tokens, and the KV tokens that they read.",
  provenance: "How to make this plan again.",
  predicted: [
    "What the simulator predicts. periodUs: from one layer's start to the next in steady state.",
    "lowerBoundUs: no plan of the space searched is shorter; gap = periodUs / lowerBoundUs - 1.",
  ].join("\n"),
  search: "How the plan was found, and what the lower bound covers.",
  nanoBatches: "The dense batch in consecutive token ranges: first token, and one past the last.",
  lanes: "Issue order of one period. A lane runs one nano-operation at a time.",
  nanoOperations: [
    "In issue order. A nano-operation of stage s works s layers behind the newest layer of the period.",
    "partition: the SMs it runs on; a group and a remainder that fill the GPU together run side by side.",
    "mechanism: how the GPU is split; green-context where nothing is said.",
    "dependsOn: producers of its input. waitsFor: what else must be done first. `id` is in the same layer,",
    "`id@-1` in the layer before, `id@+1` in the layer after.",
  ].join("\n"),
  measured: "Written by `run --record`; not part of the hash.",
  hash: "Of everything but `measured` and itself; `verify` recomputes it.",
};

/** Keys in the order in which a plan file lists them. */
const TOP_KEYS = [
  "schema",
  "kind",
  "reason",
  "model",
  "gpu",
  "profile",
  "workload",
  "provenance",
  "predicted",
  "search",
  "nanoBatches",
  "lanes",
  "nanoOperations",
  "measured",
  "hash",
] as const satisfies (keyof Plan)[];

/**
 * A plan as commented YAML. Equal plans give equal text; what is written reads back unchanged, by
 * readers of YAML 1.1 too.
 */
export function writePlan(plan: Plan): string {
  return commentedYaml(orderedPlan(plan), COMMENTS);
}

/** The plan with its keys in the order of a plan file. */
export function orderedPlan(plan: Plan): Partial<Plan> {
  return Object.fromEntries(
    TOP_KEYS.filter((key) => plan[key] !== undefined).map((key) => [key, plan[key]]),
  );
}

/**
 * Reads a plan file; the document tells where its values stand.
 *
 * @throws PlannerError `E_UNREADABLE`; `E_INVALID_FILE` at the first syntax error or violation of
 *   the schema
 */
export function readPlan(path: string): { plan: Plan; document: Document } {
  return parsePlan(path, readText(path, "Make a plan with `nanoflow-plan search --model MODEL`."));
}

/** Like `readPlan`, from text that is at hand. */
export function parsePlan(path: string, text: string): { plan: Plan; document: Document } {
  const document = parseText(path, text);
  return { plan: validated<Plan>(document, "plan"), document };
}

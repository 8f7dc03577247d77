import type { Document } from "../files/document.ts";
import { parseText, readText, validated } from "../files/read-document.ts";
import type { Plan } from "../generated/plan.ts";
import type { PlanSet } from "../generated/plan-set.ts";
import { commentedYaml } from "../plan/commented-yaml.ts";
import { orderedPlan } from "../plan/plan-file.ts";
import { digestOf } from "../plan/plan-hash.ts";

export type SetProgram = PlanSet["programs"][number];

/** Ending of the files that sets are written to. */
export const SET_ENDING = ".plan-set.yaml";

const COMMENTS: Record<string, string> = {
  model: "What is served, and on which GPU: the same in every plan.",
  workload: [
    "The steps of the stream. denseBatchTokens and decodeTokens: of the steady state;",
    "mostDecodeTokens: requests that generate at a time at most.",
  ].join("\n"),
  provenance: "How to make this set again.",
  search: "The budget that the plans were searched with.",
  coverage:
    "Batches that the profile measured; kernels of smaller ones have upper bounds for times.",
  programs: [
    "A plan for each of some steps. Each step of serving runs the one with the least predicted time",
    "per useful token. steps: KV tokens that the decode tokens read, and the time of the step in µs.",
  ].join("\n"),
  hash: "Of everything but itself and what was measured; `verify` recomputes it.",
};

const TOP_KEYS = [
  ...["schema", "model", "gpu", "workload", "provenance"],
  ...["search", "coverage", "programs", "hash"],
] as (keyof PlanSet)[];

/** A set as commented YAML: one file, so that it moves as a whole. Equal sets give equal text. */
export function writePlanSet(set: PlanSet): string {
  const programs = set.programs.map(({ plan, ...program }) => ({
    ...program,
    plan: orderedPlan(plan),
  }));
  const ordered = { ...set, programs };
  return commentedYaml(Object.fromEntries(TOP_KEYS.map((key) => [key, ordered[key]])), COMMENTS);
}

/** Of the set without its hash and without what was measured of its plans. */
export function planSetHash({
  hash: _,
  ...set
}: Omit<PlanSet, "hash"> & { hash?: string }): string {
  const programs = set.programs.map(({ plan: { measured: __, ...plan }, ...program }) => ({
    ...program,
    plan,
  }));
  return digestOf({ ...set, programs });
}

/** Whether a parsed file says that it is a plan set. */
export function isPlanSet({ value }: Pick<Document, "value">): boolean {
  if (typeof value !== "object" || value === null || !("schema" in value)) return false;
  return typeof value.schema === "string" && value.schema.startsWith("nanoflow-plan/plan-set/");
}

/**
 * Reads a set; the document tells where its values stand.
 *
 * @throws PlannerError `E_UNREADABLE`; `E_INVALID_FILE` at the first syntax error or violation of
 *   the schema
 */
export function readPlanSet(path: string): { set: PlanSet; document: Document } {
  const remedy = "Make a set with `nanoflow-plan search --model MODEL --set`.";
  const document = parseText(path, readText(path, remedy));
  return { set: validated<PlanSet>(document, "plan-set"), document };
}

/** One plan of a set as a document of its own, whose positions are those in the set's file. */
export function planDocument(document: Document, program: number, plan: Plan): Document {
  return {
    path: document.path,
    value: plan,
    positionOf: (keys) => document.positionOf(["programs", program, "plan", ...keys]),
  };
}

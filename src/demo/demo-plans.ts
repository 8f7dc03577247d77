import { fileURLToPath } from "node:url";
import type { ServingSet } from "../deploy/serving-set.ts";
import { scaledPlan } from "../engine/reference/scaled-plan.ts";
import { parseText, readText, validated } from "../files/read-document.ts";
import type { Plan } from "../generated/plan.ts";
import type { PlanSet } from "../generated/plan-set.ts";
import { programName } from "../plan-set/program-name.ts";
import { lowerPlan } from "../program/lower.ts";

/** The set that is scaled: it came with the program. */
const SHIPPED = "../../plans/h200-sxm/llama-3-8b-tp1-1024-512.plan-set.yaml";
/** How many tokens of its GPU one of the demonstration stands for. */
const TOKENS_PER_TOKEN = 32;
export const DEMO_LAYERS = 2;

/** What is served on a CPU. There is no profile of it, so there are no costs. */
export type DemoPlans = Omit<ServingSet, "costs" | "gpu" | "command">;

/**
 * A plan set for the demonstration's model: that of llama-3-8b on an H200 with sizes cut down. Plans
 * keep their structure, and the choice among them is that of the H200 under a load 32 times as high.
 * Predicted times are the H200's, too.
 *
 * @param vocabularySize of the demonstration's tokenizer
 * @throws PlannerError `E_UNREADABLE`, `E_INVALID_FILE` when the program's own files are damaged
 */
export function demoPlans(vocabularySize: number): DemoPlans {
  const path = fileURLToPath(new URL(SHIPPED, import.meta.url));
  const document = parseText(path, readText(path, "Install the program again."));
  const { programs, workload } = validated<PlanSet>(document, "plan-set");
  const scaled = programs.map(({ phase, steps, plan }) => {
    const small = demoPlan(plan, vocabularySize);
    return {
      name: programName(small.workload),
      phase,
      steps: steps.map(([kvTokens, us]) => [kvTokens / TOKENS_PER_TOKEN, us]) as typeof steps,
      plan: small,
      program: lowerPlan(small, DEMO_LAYERS),
    };
  });
  // The smallest become one: the largest of those that do is measured the best.
  const byName = new Map(scaled.map((program) => [program.name, program]));
  return {
    programs: [...byName.values()],
    model: (scaled[0] as (typeof scaled)[number]).plan.model,
    workload: workload.name,
    kvCapacityTokens: Math.floor(workload.kvCapacityTokens / TOKENS_PER_TOKEN),
  };
}

function demoPlan(plan: Plan, vocabularySize: number): Plan {
  const tokens = plan.workload.denseBatchTokens / TOKENS_PER_TOKEN;
  const { model, ...scaled } = scaledPlan(plan, DEMO_LAYERS, tokens);
  return {
    ...scaled,
    model: { ...model, id: "demo", shape: { ...model.shape, vocabularySize } },
  };
}

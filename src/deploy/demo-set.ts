import { fileURLToPath } from "node:url";
import { scaledPlan } from "../engine/reference/scaled-plan.ts";
import { parseText, readText, validated } from "../files/read-document.ts";
import type { Plan } from "../generated/plan.ts";
import type { Program } from "../generated/program.ts";
import type { Model } from "../model/model-shape.ts";
import { lowerPlan } from "../program/lower.ts";
import { mostDecoding, programRows } from "../runtime/rows/program-rows.ts";
import type { ProgramChoice, StepLoad } from "../runtime/rows/choose-program.ts";

/** A plan that ships with the program, whose structure the demo's programs have. */
const PLAN = fileURLToPath(
  new URL("../../plans/h200-sxm/llama-3-8b-tp1-1024-512.plan.yaml", import.meta.url),
);
/** Tokens of the dense batches, about. */
const SIZES = { light: 12, steady: 48 } as const;

/** A program for a CPU, with the plan that it was lowered from. */
export interface DemoProgram {
  name: string;
  plan: Plan;
  program: Program;
}

/**
 * Overlapped programs for a tiny dense model, small enough for a CPU: a shipped plan's structure with
 * other sizes.
 */
export function demoPrograms(model: Model): DemoProgram[] {
  const plan = validated<Plan>(parseText(PLAN, readText(PLAN, "Install the package again.")), "plan");
  return Object.entries(SIZES).map(([name, tokens]) => {
    const scaled = scaledPlan(plan, model.layers, tokens);
    const own: Plan = {
      ...scaled,
      model: { ...scaled.model, id: model.id, layers: model.layers, shape: model.shape },
    };
    return { name, plan: own, program: lowerPlan(own, model.layers) };
  });
}

/** The smaller program where a step's work fits it. */
export function demoChoice(programs: readonly DemoProgram[]): ProgramChoice {
  const sized = programs
    .map(({ name, program }) => ({ name, rows: programRows(program.batch) }))
    .sort((a, b) => a.rows.rows - b.rows.rows);
  const largest = sized.at(-1)?.name ?? "";
  const fits = ({ rows }: (typeof sized)[number], load: StepLoad) =>
    load.decodeRequests <= mostDecoding(rows, load.prompts > 0) &&
    load.decodeRequests + load.promptTokens <= rows.rows;
  return { choose: (load) => sized.find((each) => fits(each, load))?.name ?? largest };
}

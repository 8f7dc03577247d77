import type { PlanSet } from "../generated/plan-set.ts";
import type { SetProgram } from "./plan-set-file.ts";
import { type ChoosableProgram, PredictedChoice } from "./predicted-choice.ts";

/** Rows that an engine's steps can use otherwise than the plan says; see `ChoosableProgram`. */
export type RowsOf = (
  program: SetProgram,
) => Pick<ChoosableProgram, "mostDecoding" | "mostDecodingBesidePrompts" | "mostPromptTokens">;

/** The choice among the programs of a set. By default decode tokens have decode rows, and prompts prefill rows. */
export function choiceOf({ programs }: Pick<PlanSet, "programs">, rowsOf: RowsOf = plannedRows) {
  return new PredictedChoice(
    programs.map((program) => ({
      ...rowsOf(program),
      name: program.name,
      rows: program.plan.workload.denseBatchTokens,
      isSequential: program.plan.kind === "sequential",
      steps: program.steps,
    })),
    programs.map(({ plan }) => plan.workload.decodeContext),
  );
}

function plannedRows({ plan }: SetProgram): ReturnType<RowsOf> {
  const { decodeTokens, prefillTokens } = plan.workload;
  return {
    mostDecoding: decodeTokens,
    mostDecodingBesidePrompts: decodeTokens,
    mostPromptTokens: prefillTokens,
  };
}

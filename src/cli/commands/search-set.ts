import { PlannerError } from "../../errors.ts";
import type { Document } from "../../files/document.ts";
import { parseText } from "../../files/read-document.ts";
import type { PlanSet } from "../../generated/plan-set.ts";
import { writePlanSet } from "../../plan-set/plan-set-file.ts";
import { coverageText, verifyPlanSet } from "../../plan-set/verify-set.ts";
import { planSetText } from "../../report/plan-set-text.ts";
import { type SetSearchResult, searchPlanSet } from "../../set-search/search-set.ts";
import { modelNotes } from "../../setup/notes.ts";
import type { SearchOptions } from "../../setup/search-options.ts";
import type { Setup } from "../../setup/setup.ts";
import type { CommandContext } from "../console/context.ts";

/** Makes a set of plans, proves it sound, and says what it holds. */
export async function searchSet(
  setup: Setup,
  options: SearchOptions,
  out: string,
  context: CommandContext,
): Promise<void> {
  const { set, seconds } = await searchSetWithProgress(setup, options, context);
  const text = writePlanSet(set);
  requireSound(parseText(out, text), set, setup.profile);
  context.writeFile(out, text);
  const coverage = coverageText(set);
  if (coverage !== undefined) context.note(`note: ${coverage}`);
  const { programs, ...figures } = set;
  const document = {
    set: out,
    ...figures,
    programs: programs.map(({ plan, ...program }) => ({
      ...program,
      kind: plan.kind,
      workload: plan.workload,
      predicted: plan.predicted,
    })),
    seconds,
    ...modelNotes(setup.model, setup.profile),
  };
  context.output(document, () =>
    [planSetText(set, context.columns), "", `Set: ${out}, made in ${seconds.toFixed(0)} s`].join(
      "\n",
    ),
  );
}

async function searchSetWithProgress(
  setup: Setup,
  options: SearchOptions,
  context: CommandContext,
): Promise<SetSearchResult> {
  const bar = context.progress("Searching", 1);
  try {
    return await searchPlanSet(setup, options, context.commandLine, {
      signal: context.signal,
      onProgress: ({ done, plans, name }) => bar.update(done, name, plans ?? 1),
    });
  } finally {
    bar.stop();
  }
}

/** @throws PlannerError `E_INTERNAL` at the first thing wrong with a set that was just made */
function requireSound(document: Document, set: PlanSet, profile: Setup["profile"]): void {
  const fault = verifyPlanSet(document, set, profile).find(({ severity }) => severity === "error");
  if (fault === undefined) return;
  throw new PlannerError("E_INTERNAL", `the set is not sound: ${fault.message}`);
}

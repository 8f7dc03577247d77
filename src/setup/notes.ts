import { unmeasuredWork } from "../ir/unmeasured-work.ts";
import type { Model } from "../model/model-shape.ts";
import type { PlanningOptions } from "./planning-options.ts";
import { cacheShortage, type Setup } from "./setup.ts";

/** What a user should know of figures: as lines, and as keys of a JSON document. */
export interface Notes {
  lines: string[];
  document: {
    /** What in the model's configuration was not understood or is not planned. */
    warnings: readonly string[];
    /** Work of the model that the profile lacks. */
    leftOut: readonly string[];
  };
}

/** Notes on the figures of a search or an analysis. */
export function notesOf(options: PlanningOptions, setup: Setup): Notes {
  const shortage = cacheShortage(options, setup);
  const warnings = setup.model.warnings ?? [];
  const leftOut = unmeasuredWork(setup.model.shape);
  const lines = [
    ...modelNotes(setup.model),
    ...(leftOut.length === 0
      ? []
      : [`note: profiles leave out ${leftOut.join(" and ")} of ${setup.model.id}`]),
    ...(shortage === undefined ? [] : [`note: ${shortage}`]),
  ];
  return { lines, document: { warnings, leftOut } };
}

/** Warnings of the model's configuration, as lines. */
export function modelNotes({ id, warnings = [] }: Model): string[] {
  return warnings.map((warning) => `warning: ${id}: ${warning}`);
}

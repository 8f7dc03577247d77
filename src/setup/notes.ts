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
  const { warnings = [], shape } = setup.model;
  const shortage = cacheShortage(options, setup);
  return {
    lines: [...modelNotes(setup.model), ...(shortage === undefined ? [] : [`note: ${shortage}`])],
    document: { warnings, leftOut: unmeasuredWork(shape) },
  };
}

/** What its configuration leaves open, and what its profiles leave out, as lines. */
export function modelNotes({ id, shape, warnings = [] }: Model): string[] {
  const leftOut = unmeasuredWork(shape);
  return [
    ...warnings.map((warning) => `warning: ${id}: ${warning}`),
    ...(leftOut.length === 0 ? [] : [`note: profiles leave out ${leftOut.join(" and ")} of ${id}`]),
  ];
}

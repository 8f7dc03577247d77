import { unmeasuredWork } from "../ir/unmeasured-work.ts";
import type { Model } from "../model/model-shape.ts";

/** What a program should know of a model: keys of a JSON document. */
export interface ModelNotes {
  /** What in its configuration was not understood or is not planned. */
  warnings: readonly string[];
  /** Work of its layers that profiles lack, and predicted times with them. */
  leftOut: readonly string[];
}

export function modelNotes({ shape, warnings = [] }: Model): ModelNotes {
  return { warnings, leftOut: unmeasuredWork(shape) };
}

/** The same for a reader. */
export function modelNoteLines(model: Model): string[] {
  const { warnings, leftOut } = modelNotes(model);
  const { id } = model;
  return [
    ...warnings.map((warning) => `warning: ${id}: ${warning}`),
    ...(leftOut.length === 0 ? [] : [`note: profiles leave out ${leftOut.join(" and ")} of ${id}`]),
  ];
}

import { unmeasuredWork } from "../ir/unmeasured-work.ts";
import type { Model } from "../model/model-shape.ts";
import type { LoadedProfile } from "../profile/load.ts";

/** What a program should know of a model: keys of a JSON document. */
export interface ModelNotes {
  /** What in its configuration was not understood or is not planned. */
  warnings: readonly string[];
  /** Work of its layers that the profile lacks, and predicted times with it. */
  leftOut: readonly string[];
}

export function modelNotes({ shape, warnings = [] }: Model, profile: LoadedProfile): ModelNotes {
  const { measured = [], interpolated = [] } = profile.composition ?? {};
  const names = [...measured.map(({ kernel }) => kernel), ...interpolated.map(({ from }) => from)];
  return { warnings, leftOut: unmeasuredWork(shape, names) };
}

/** What there is to know before anything is planned. */
export function modelWarnings({ id, warnings = [] }: Model): string[] {
  return warnings.map((warning) => `warning: ${id}: ${warning}`);
}

/** What of a model the profile leaves out, for a reader. */
export function leftOutLines(model: Model, profile: LoadedProfile): string[] {
  const { leftOut } = modelNotes(model, profile);
  return leftOut.length === 0
    ? []
    : [`note: the profile leaves out ${leftOut.join(" and ")} of ${model.id}`];
}

/**
 * The same where no kernel was measured, so that an analysis counts work by formulas. Both additions
 * run inside `rope_kv_append` and read a vector a head, or one a layer.
 */
export function uncountedLines(model: Model, profile: LoadedProfile): string[] {
  const { leftOut } = modelNotes(model, profile);
  return leftOut.length === 0
    ? []
    : [
        `note: the analysis counts no work for ${leftOut.join(" and ")} of ${model.id}: it is next to nothing`,
      ];
}

import type { Profile } from "../generated/profile.ts";

/** The command that measures a model. */
export function profileCommand({ id, tensorParallel }: Profile["model"]): string {
  const tp = tensorParallel === 1 ? "" : ` --tp ${tensorParallel}`;
  return `nanoflow-plan profile --model ${id}${tp}`;
}

import type { Profile } from "../generated/profile.ts";

/**
 * The command that measures a model.
 *
 * @param options further ones, word by word
 */
export function profileCommand(
  { id, tensorParallel }: Profile["model"],
  options: readonly string[] = [],
): string {
  const tp = tensorParallel === 1 ? [] : ["--tp", String(tensorParallel)];
  return ["nanoflow-plan profile --model", id, ...tp, ...options].join(" ");
}

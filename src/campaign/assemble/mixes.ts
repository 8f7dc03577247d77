import type { ProfileKernel } from "../../cost/table/kernel-table.ts";
import type { Profile } from "../../generated/profile.ts";
import type { Result } from "../jobs/results.ts";
import { rounded } from "./rounded.ts";

type Mix = NonNullable<Profile["mixes"]>[number];

/**
 * Mixes of which every kernel and implementation is in the profile.
 *
 * @param timed for each kernel of the profile, its position in the campaign
 */
export function mixesOf(
  results: readonly Result[],
  timed: readonly number[],
  kernels: readonly ProfileKernel[],
): Mix[] {
  return results.flatMap(({ job, answer }): Mix[] => {
    if (job.type !== "mix" || answer.status !== "ok") return [];
    const { clockMhz, powerW, energyMj } = answer;
    if (!clockMhz || !powerW || !energyMj) return [];
    const parts = job.parts.map(({ kernel, implementation, size }): Mix["parts"][number] => {
      const index = timed.indexOf(kernel);
      const position = kernels[index]?.implementations.indexOf(implementation) ?? -1;
      return [index, position, size.tokens, size.context];
    });
    if (parts.some(([index, position]) => index < 0 || position < 0)) return [];
    const figures = { periodUs: (1000 * energyMj) / powerW, clockMhz, powerW, energyMj };
    const rows = Object.entries(figures).map(([key, value]) => [key, rounded(value)]);
    return [{ name: job.name, parts, ...(Object.fromEntries(rows) as typeof figures) }];
  });
}

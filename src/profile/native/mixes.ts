import type { Profile } from "../../generated/profile.ts";
import type { ProfileKernel } from "../kernel-table.ts";
import type { Result } from "./findings.ts";
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
    const { medianUs, clockMhz, powerW, energyMj } = answer;
    if (!medianUs || !clockMhz || !powerW || !energyMj) return [];
    const parts = job.parts.map(({ kernel, implementation, size }): Mix["parts"][number] => {
      const index = timed.indexOf(kernel);
      const position = kernels[index]?.implementations.indexOf(implementation) ?? -1;
      return [index, position, size.tokens, size.context];
    });
    if (parts.some(([index, position]) => index < 0 || position < 0)) return [];
    const figures = { medianUs, clockMhz, powerW, energyMj };
    const rows = Object.entries(figures).map(([key, value]) => [key, rounded(value)]);
    return [{ name: job.name, parts, ...(Object.fromEntries(rows) as typeof figures) }];
  });
}

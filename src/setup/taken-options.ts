import type { PlanningOptions } from "./planning-options.ts";
import type { Setup } from "./setup.ts";

/**
 * The options that tell one of several setups from the others. A plan is to be made again with them,
 * also once the store covers more.
 */
export function takenOptions(
  setups: readonly Setup[],
  { tensorParallel, norms }: Pick<Setup, "tensorParallel" | "norms">,
): Pick<PlanningOptions, "tp" | "norms"> {
  const isOpen = (key: "tensorParallel" | "norms") =>
    new Set(setups.map((setup) => setup[key])).size > 1;
  return {
    ...(isOpen("tensorParallel") && { tp: tensorParallel }),
    ...(isOpen("norms") && tensorParallel > 1 && { norms: norms ?? "apart" }),
  };
}

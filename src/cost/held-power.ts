import { median } from "simple-statistics";
import type { Profile } from "../generated/profile.ts";

/** Below this share of the boost clock, a kernel back to back has met the power cap. */
export const CAPPED_CLOCK = 0.98;

/**
 * What a card keeps at its cap over what kernels draw there in the windows of a campaign: these begin
 * before the power control has come back from cutting in. The median of the eight H200 sessions that
 * measured both; they lie between 1.013 and 1.023.
 */
const HELD_OVER_WINDOWS = 1.0175;

/**
 * Mean board power that the card keeps at its power cap. It steers the clock by what it drew a
 * moment before, and stays a little below the cap. A load of several seconds tells by how much.
 * Where no such load was measured, the kernels that met the cap have to tell.
 *
 * @returns W, the cap itself where no kernel met it; null when no cap is known
 */
export function heldPowerW({
  kernels,
  power: { capW, heldW },
  gpu: { boostClockMhz },
}: Pick<Profile, "kernels" | "power" | "gpu">): number | null {
  if (capW === null) return null;
  if (heldW !== undefined) return Math.min(capW, heldW);
  const held = kernels.flatMap(({ sustained }) =>
    sustained.flatMap(([, , , , , clockMhz, powerW]) =>
      clockMhz < CAPPED_CLOCK * boostClockMhz ? [powerW] : [],
    ),
  );
  return held.length === 0 ? capW : Math.min(capW, HELD_OVER_WINDOWS * median(held));
}

import type { Profile } from "../generated/profile.ts";
import { cardOf, measuredCard } from "./cards.ts";
import { type Fault, faultAt } from "./fault.ts";
import { gpuIdOf } from "./gpu-id.ts";

/** Least and most of a figure of any GPU that may have been measured: beyond, the unit is wrong. */
const ANY_GPU = {
  smCount: [1, 1024],
  memoryBytes: [2 ** 30, 2 ** 40],
  l2Bytes: [0, 2 ** 30],
  boostClockMhz: [200, 5000],
} as const;

/** Of what the datasheet says: cards are sold with less memory, fewer SMs and lower clocks. */
const LEAST_SHARE = 0.25;
const MOST_SHARE = 1.1;

const MOST_WATTS = 5000;

/** Figures of a profile's GPU that no such card has. */
export function* gpuFigureFaults({ gpu, power }: Profile): Generator<Fault> {
  const named = gpuIdOf(gpu.name);
  // Ceilings of the wrong one of two known cards would bound nothing.
  if (named !== gpu.id && cardOf(gpu.id) !== undefined && cardOf(named) !== undefined)
    yield faultAt(["gpu", "id"], `is ${gpu.id}, but the driver's name for it is that of ${named}`);
  const card = measuredCard(gpu);
  const known = card && { ...card, boostClockMhz: card.clockMhz, l2Bytes: undefined };
  for (const key of ["smCount", "memoryBytes", "l2Bytes", "boostClockMhz"] as const) {
    const stated = known?.[key];
    const [least, most] =
      stated === undefined ? ANY_GPU[key] : [LEAST_SHARE * stated, MOST_SHARE * stated];
    if (gpu[key] >= least && gpu[key] <= most) continue;
    const what = stated === undefined ? `a GPU has ${least} to ${most}` : `${gpu.id} has ${stated}`;
    yield faultAt(["gpu", key], `is ${gpu[key]}, but ${what}`);
  }
  for (const key of ["capW", "heldW"] as const)
    if ((power[key] ?? 0) > MOST_WATTS)
      yield faultAt(["power", key], `is ${power[key]}, but no GPU takes more than ${MOST_WATTS} W`);
}

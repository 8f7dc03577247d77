import type { Profile } from "../generated/profile.ts";
import { dateMs } from "../text/calendar.ts";
import { cardOf, measuredCard } from "./cards.ts";
import { type Fault, faultAt } from "./fault.ts";
import { gpuIdOf } from "./gpu-id.ts";

/** Least and most of a figure of any GPU that may have been measured: beyond, the unit is wrong. */
const ANY_GPU = {
  smCount: [1, 1024],
  memoryBytes: [2 ** 30, 2 ** 40],
  l2Bytes: [2 ** 18, 2 ** 30],
  boostClockMhz: [200, 5000],
} as const;

/** Of what the datasheet says: cards are sold with less memory, fewer SMs and lower clocks. */
const LEAST_SHARE = 0.25;
const MOST_SHARE = 1.1;

/** Of a GPU whose card is not known. */
const MOST_WATTS = 5000;

/** Figures of a profile's GPU that no such card has. */
export function* gpuFigureFaults({ gpu, power, provenance }: Profile): Generator<Fault> {
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
  if (card !== undefined && card.computeCapability !== gpu.computeCapability)
    yield faultAt(
      ["gpu", "computeCapability"],
      `is ${gpu.computeCapability}, but ${gpu.id} has ${card.computeCapability}`,
    );
  yield* powerFaults(power, card === undefined ? MOST_WATTS : MOST_SHARE * card.boardW);
  if (dateMs(provenance.measuredAt) === undefined)
    yield faultAt(["provenance", "measuredAt"], `is "${provenance.measuredAt}", no date`);
}

/** What a card keeps at its limit is a little below it. */
const HELD_SHARE = [0.5, MOST_SHARE] as const;

function* powerFaults({ capW, heldW }: Profile["power"], most: number): Generator<Fault> {
  if (capW === null) return;
  if (capW > most)
    yield faultAt(["power", "capW"], `is ${capW}, but this GPU takes at most ${most.toFixed(0)} W`);
  const [least, highest] = HELD_SHARE;
  if (heldW !== undefined && (heldW < least * capW || heldW > highest * capW))
    yield faultAt(["power", "heldW"], `is ${heldW}, far from the power limit of ${capW} W`);
}

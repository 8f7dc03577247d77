import type { Profile } from "../generated/profile.ts";
import { DATASHEETS } from "./datasheets.ts";
import { gpuIdOf } from "./gpu-id.ts";

/** What no measurement of a card exceeds, by its datasheet. */
export interface Card {
  /** SMs and the highest clock in MHz. */
  smCount: number;
  clockMhz: number;
  computeCapability: string;
  /** Power limit of the board as it is sold. */
  boardW: number;
  /** Of the model with the most memory. */
  memoryBytes: number;
  bytesPerSecond: number;
  /** To the other GPUs, one way. */
  linkBytesPerSecond?: number;
}

/** The card of an id; undefined for those that are not listed. */
export function cardOf(id: string): Card | undefined {
  const sheet = Object.hasOwn(DATASHEETS, id) ? DATASHEETS[id] : undefined;
  if (sheet?.chip === undefined) return undefined;
  const { gigabytes, terabytesPerSecond, linkGbPerSecond, watts } = sheet;
  const { mostGigabytes = gigabytes, ...chip } = sheet.chip;
  return {
    ...chip,
    boardW: watts,
    // What is sold as 80 GB has up to 80 GiB.
    memoryBytes: mostGigabytes * 2 ** 30,
    bytesPerSecond: terabytesPerSecond * 1e12,
    ...(linkGbPerSecond !== undefined && { linkBytesPerSecond: linkGbPerSecond * 1e9 }),
  };
}

/** The card that a profile was measured on, by its id or by the driver's name for it. */
export function measuredCard({ id, name }: Profile["gpu"]): Card | undefined {
  return cardOf(id) ?? cardOf(gpuIdOf(name));
}

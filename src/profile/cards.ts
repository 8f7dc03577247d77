import type { Profile } from "../generated/profile.ts";
import { gpuIdOf } from "./gpu-id.ts";

/** What the datasheet says of a card. */
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
  /** To the other GPUs, one way, by NVLink 3 or 4. */
  linkBytesPerSecond?: number;
}

const CARDS: Readonly<Record<string, Card>> = {
  "a100-pcie": card("8.0", 108, 1410, 300, 80, 1.935e12),
  "a100-sxm": card("8.0", 108, 1410, 400, 80, 2.039e12, 3e11),
  "h100-nvl": card("9.0", 132, 1980, 400, 94, 3.938e12),
  "h100-pcie": card("9.0", 114, 1980, 350, 80, 2.039e12),
  "h100-sxm": card("9.0", 132, 1980, 700, 96, 3.352e12, 4.5e11),
  "h200-nvl": card("9.0", 132, 1980, 600, 141, 4.8e12, 4.5e11),
  "h200-sxm": card("9.0", 132, 1980, 700, 141, 4.8e12, 4.5e11),
};

function card(
  computeCapability: string,
  smCount: number,
  clockMhz: number,
  boardW: number,
  memoryGib: number,
  bytesPerSecond: number,
  linkBytesPerSecond?: number,
): Card {
  const links = linkBytesPerSecond === undefined ? {} : { linkBytesPerSecond };
  const memoryBytes = memoryGib * 2 ** 30;
  return { computeCapability, smCount, clockMhz, boardW, memoryBytes, bytesPerSecond, ...links };
}

/** The card of an id; undefined for those that are not listed. */
export function cardOf(id: string): Card | undefined {
  return Object.hasOwn(CARDS, id) ? CARDS[id] : undefined;
}

/** The card that a profile was measured on, by its id or by the driver's name for it. */
export function measuredCard({ id, name }: Profile["gpu"]): Card | undefined {
  return cardOf(id) ?? cardOf(gpuIdOf(name));
}

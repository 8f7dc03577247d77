import type { KernelKind, Profile } from "../../generated/profile.ts";
import { batchWork, type Size } from "../curve/interpolate.ts";

type SustainedRow = Profile["kernels"][number]["sustained"][number];

/** A kernel at one size in its two states. */
interface PowerPoint {
  work: number;
  /** Back to back, where the power cap may have lowered the clock. */
  sustained: State;
  /** With idle gaps, at boost clock; missing when it was not measured. */
  spaced: State | undefined;
}

interface State {
  us: number;
  clockMhz: number;
  /** Above what the idle board takes in the same time. */
  energyMj: number;
}

/** Clocks closer than this share count as the same. */
const SAME_CLOCK = 0.02;
/** Share of the boost clock below which the voltage does not fall any further: see docs/measurement.md. */
const VOLTAGE_FLOOR = 0.65;
const MOST_SENSITIVE = 1.2;

/** Energy of one kernel, and how its duration depends on the SM clock. */
export class PowerTable {
  readonly #kind: KernelKind;
  readonly #points: readonly PowerPoint[];
  /** sigma in t(f) = t(boost) x (1 + sigma x (boost / f - 1)). */
  readonly clockSensitivity: number;

  /** @param idleW power of the board that no call is to blame for */
  constructor(kind: KernelKind, rows: readonly SustainedRow[], idleW: number) {
    this.#kind = kind;
    this.#points = rows.map((row) => pointOf(kind, row, idleW)).sort((a, b) => a.work - b.work);
    this.clockSensitivity = sensitivityOf(this.#points);
  }

  /**
   * Energy of one call above idle power. In the clock it is linear between the two measured states,
   * or down to the floor of the voltage. In work it is linear between the measured sizes. Beyond
   * the largest it goes in proportion to work. Below the smallest it does too, or along the line
   * through the two smallest where that is more: reading weights does not shrink with the batch.
   *
   * @returns mJ; undefined when no energy of the kernel was measured
   */
  energyMj(size: Size, clockMhz: number): number | undefined {
    const work = batchWork(this.#kind, size);
    const at = this.#points.findIndex((point) => point.work >= work);
    const nearest = this.#points.at(at);
    if (nearest === undefined) return undefined;
    const inProportion = (energyAt(nearest, clockMhz) * work) / nearest.work;
    if (at < 0 || nearest.work === work) return inProportion;
    if (at > 0) return onLine(this.#points[at - 1] as PowerPoint, nearest, work, clockMhz);
    const next = this.#points.find((point) => point.work > nearest.work);
    return next === undefined
      ? inProportion
      : Math.max(inProportion, onLine(nearest, next, work, clockMhz));
  }
}

/** Energy at some work on the line through two sizes, mJ. */
function onLine(low: PowerPoint, high: PowerPoint, work: number, clockMhz: number): number {
  const share = (work - low.work) / (high.work - low.work);
  const lowMj = energyAt(low, clockMhz);
  return lowMj + share * (energyAt(high, clockMhz) - lowMj);
}

/**
 * The rows hold all energy of a call, that of the idle board included. Under the power cap the
 * clock swings and the mean time of a call, its energy over the power, lies above the median.
 */
function pointOf(kind: KernelKind, row: SustainedRow, idleW: number): PowerPoint {
  const [, tokens, context, , , clockMhz, powerW, energyMj, ...rest] = row;
  const us = (1000 * energyMj) / powerW;
  const [spacedUs, spacedClockMhz, spacedEnergyMj] = rest;
  const above = (callMj: number, callUs: number) => Math.max(0, callMj - (idleW * callUs) / 1000);
  const spaced = {
    us: spacedUs,
    clockMhz: spacedClockMhz,
    energyMj: above(spacedEnergyMj, spacedUs),
  };
  return {
    work: batchWork(kind, { tokens, context }),
    sustained: { us, clockMhz, energyMj: above(energyMj, us) },
    spaced: spacedUs > 0 ? spaced : undefined,
  };
}

/**
 * Between its two measured states the energy of a call falls with the clock, as the voltage does.
 * Below the clock at which the voltage reaches its floor, the lower state counts.
 */
function energyAt({ sustained, spaced }: PowerPoint, clockMhz: number): number {
  if (spaced === undefined || spaced.energyMj === 0) return sustained.energyMj;
  if (spaced.clockMhz - sustained.clockMhz <= SAME_CLOCK * spaced.clockMhz)
    return sustained.energyMj;
  const floorMhz = VOLTAGE_FLOOR * spaced.clockMhz;
  const lowMhz = Math.max(sustained.clockMhz, floorMhz);
  const share = Math.min(Math.max((clockMhz - lowMhz) / (spaced.clockMhz - lowMhz), 0), 1);
  return sustained.energyMj + share * (spaced.energyMj - sustained.energyMj);
}

function sensitivityOf(points: readonly PowerPoint[]): number {
  const found = points.flatMap(({ sustained, spaced }) => {
    if (spaced === undefined) return [];
    const stretch = spaced.clockMhz / sustained.clockMhz - 1;
    if (stretch <= SAME_CLOCK) return [];
    return [(sustained.us / spaced.us - 1) / stretch];
  });
  if (found.length === 0) return 0;
  const mean = found.reduce((sum, value) => sum + value, 0) / found.length;
  return Math.min(Math.max(mean, 0), MOST_SENSITIVE);
}

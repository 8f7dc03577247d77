import type { Profile } from "../generated/profile.ts";
import { type Fault, faultAt } from "./fault.ts";

/** Of the power limit. Bursts after idle gaps draw more than the limit lets through for long. */
const MOST_OF_CAP = 1.3;
const MOST_OF_CAP_IN_BURSTS = 3;
/** Of the boost clock. Cards do not throttle further than a tenth of it. */
const LEAST_OF_BOOST = 0.1;
/** Energy over power and time: they are measured apart, and agree within 7%. */
const MOST_DISAGREEMENT = 2;
/** The largest slowdown measured is 5.7, the largest spread 0.15. */
const MOST_SLOWDOWN = 100;
const MOST_SPREAD = 1;
/** 0.9% was measured, and a stand-in may err by some percent more. The gate forgives as much. */
const MOST_P95_SPREAD = 0.25;

interface Drawn {
  us: number;
  clockMhz: number;
  powerW: number;
  energyMj: number;
}

/** Powers, energies, clocks, spreads and slowdowns of single rows that no GPU has: their unit is wrong. */
export function* rowFigureFaults(profile: Profile): Generator<Fault> {
  yield* spreadFaults(profile);
  for (const [index, { solo, sustained }] of profile.kernels.entries()) {
    // Thousands of rows: by index they take a fraction of what taking them apart as lists takes.
    for (let at = 0; at < solo.length; at++) {
      const spread = solo[at]?.[5] ?? 0;
      if (spread > MOST_SPREAD) yield tooWide(["kernels", index, "solo", at, 5], spread);
    }
    for (const [at, row] of sustained.entries()) {
      const [, , , us, spread, clockMhz, powerW, energyMj, spacedUs, , spacedMj] = row;
      const keys = ["kernels", index, "sustained", at];
      if (spread > MOST_SPREAD) yield tooWide([...keys, 4], spread);
      yield* drawnFaults(keys, { us, clockMhz, powerW, energyMj }, profile);
      if (spacedUs > 0) yield* burstFaults([...keys, 10], spacedMj / spacedUs, profile);
    }
  }
  for (const [index, { rows }] of profile.pairs.entries())
    for (const [at, row] of rows.entries())
      for (const column of [7, 8] as const)
        if (row[column] > MOST_SLOWDOWN)
          yield faultAt(
            ["pairs", index, "rows", at, column],
            `is ${row[column]}: a slowdown above ${MOST_SLOWDOWN} was never measured`,
          );
  for (const [index, { periodUs, ...mix }] of (profile.mixes ?? []).entries())
    yield* drawnFaults(["mixes", index], { us: periodUs, ...mix }, profile);
}

function* spreadFaults({ provenance }: Profile): Generator<Fault> {
  const { medianSpread = 0, p95Spread = medianSpread } = provenance;
  const keys = ["provenance", "p95Spread"];
  if (p95Spread < medianSpread)
    yield faultAt(keys, `is ${p95Spread}, below the median of ${medianSpread}`);
  if (p95Spread > MOST_P95_SPREAD)
    yield faultAt(keys, `is ${p95Spread}: measurements that spread by so much tell nothing`);
}

function* drawnFaults(
  keys: Fault["keys"],
  { us, clockMhz, powerW, energyMj }: Drawn,
  { gpu, power }: Profile,
): Generator<Fault> {
  if (clockMhz < LEAST_OF_BOOST * gpu.boostClockMhz)
    yield faultAt(
      keys,
      `has a clock of ${clockMhz} MHz, but the boost clock is ${gpu.boostClockMhz} MHz`,
    );
  if (power.capW !== null && powerW > MOST_OF_CAP * power.capW)
    yield faultAt(keys, `has ${powerW} W, but the power limit is ${power.capW} W`);
  // W x µs is 1/1000 mJ.
  const expectedMj = (powerW * us) / 1000;
  const ratio = energyMj / expectedMj;
  if (ratio > MOST_DISAGREEMENT || ratio < 1 / MOST_DISAGREEMENT)
    yield faultAt(
      keys,
      `has ${energyMj} mJ, but ${powerW} W over ${us} µs are ${expectedMj.toPrecision(3)} mJ`,
    );
}

function* burstFaults(keys: Fault["keys"], mjPerUs: number, { power }: Profile): Generator<Fault> {
  const watts = mjPerUs * 1000;
  if (power.capW === null || watts <= MOST_OF_CAP_IN_BURSTS * power.capW) return;
  yield faultAt(keys, `makes ${watts.toPrecision(3)} W, but the power limit is ${power.capW} W`);
}

function tooWide(keys: Fault["keys"], spread: number): Fault {
  return faultAt(keys, `is ${spread}: a spread above ${MOST_SPREAD} was never measured`);
}

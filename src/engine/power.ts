/**
 * Power as a resource: a busy GPU lowers its SM clock until its average power meets the cap.
 *
 * The clock is expressed by its stretch x = boost / clock - 1, so x = 0 is boost. An operation
 * whose time depends on the clock by sigma takes (1 + sigma x) times its time at boost.
 */
export interface PowerModel {
  /** Board power that dynamic energy may use: cap minus idle, W. Infinity when no cap is known. */
  dynamicCapW: number;
  idleW: number;
  boostClockMhz: number;
  /**
   * Dynamic energy of one layer at falling clocks from boost on, mJ, not rising; linear between.
   */
  energies: readonly { clockMhz: number; energyMj: number }[];
}

/** Lowest clock considered, as a stretch: a third of boost. */
const MAX_STRETCH = 2;

export function clockMhzAt(power: PowerModel, stretch: number): number {
  return power.boostClockMhz / (1 + stretch);
}

/**
 * Energies at falling clocks, none of them less than that of a lower clock. The search's bound
 * rests on it: what is faster needs at least as much energy. The noise of measurements can break
 * it; then the energy of the lower clock is taken.
 */
export function notRising(energies: PowerModel["energies"]): PowerModel["energies"] {
  let least = 0;
  return energies
    .toReversed()
    .map(({ clockMhz, energyMj }) => {
      least = Math.max(least, energyMj);
      return { clockMhz, energyMj: least };
    })
    .reverse();
}

/** Dynamic energy of one layer at a clock, mJ; that of the lowest clock below it. */
export function layerEnergyMj(power: PowerModel, stretch: number): number {
  const { energies } = power;
  const clockMhz = clockMhzAt(power, stretch);
  const below = energies.findIndex((point) => point.clockMhz <= clockMhz);
  if (below < 0) return energies.at(-1)?.energyMj ?? 0;
  const low = energies[below] as PowerModel["energies"][number];
  const high = energies[below - 1];
  if (high === undefined) return low.energyMj;
  const share = (clockMhz - low.clockMhz) / (high.clockMhz - low.clockMhz);
  return low.energyMj + share * (high.energyMj - low.energyMj);
}

/** Shortest period that the cap allows at a clock, µs: no plan draws less than its energy. */
export function energyBoundUs(power: PowerModel, stretch: number): number {
  return (layerEnergyMj(power, stretch) / power.dynamicCapW) * 1000;
}

/**
 * The clock at which a period that grows with the stretch meets the energy bound, which falls
 * with it: boost when the cap does not bind.
 *
 * @param periodUs period at a stretch, µs, not falling in it
 * @returns stretch and the period there, µs
 */
export function equilibrium(
  power: PowerModel,
  periodUs: (stretch: number) => number,
  toleranceUs = 1e-6,
): { stretch: number; periodUs: number } {
  const excess = (stretch: number, period: number) => period - energyBoundUs(power, stretch);
  const atBoost = periodUs(0);
  if (excess(0, atBoost) >= 0) return { stretch: 0, periodUs: atBoost };
  const slowest = periodUs(MAX_STRETCH);
  if (excess(MAX_STRETCH, slowest) <= 0) {
    return { stretch: MAX_STRETCH, periodUs: energyBoundUs(power, MAX_STRETCH) };
  }
  // Regula falsi in the Illinois variant: both curves are nearly straight, so a few steps do.
  let low = { stretch: 0, excess: excess(0, atBoost) };
  let high = { stretch: MAX_STRETCH, excess: excess(MAX_STRETCH, slowest) };
  let lastSign = 0;
  for (let step = 0; step < 100; step++) {
    const share = low.excess / (low.excess - high.excess);
    const stretch = low.stretch + share * (high.stretch - low.stretch);
    const period = periodUs(stretch);
    const value = excess(stretch, period);
    if (Math.abs(value) <= toleranceUs || high.stretch - low.stretch < 1e-12) {
      return { stretch, periodUs: period };
    }
    const sign = Math.sign(value);
    if (sign < 0) {
      low = { stretch, excess: value };
      if (lastSign === sign) high = { ...high, excess: high.excess / 2 };
    } else {
      high = { stretch, excess: value };
      if (lastSign === sign) low = { ...low, excess: low.excess / 2 };
    }
    lastSign = sign;
  }
  return { stretch: high.stretch, periodUs: periodUs(high.stretch) };
}

/** Clock whose energy bound is the target, as a stretch; boost when even that needs less. */
export function stretchFor(power: PowerModel, targetUs: number): number {
  return equilibrium(power, () => targetUs).stretch;
}

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
export const MAX_STRETCH = 2;
/** Clocks tried for an equilibrium, and the stretches between which it needs no more of them. */
const [MAX_STEPS, NARROWEST] = [100, 1e-12];

export function clockMhzAt(power: PowerModel, stretch: number): number {
  return power.boostClockMhz / (1 + stretch);
}

/**
 * Energies at falling clocks, none less than that of a lower clock. The search's bound rests on it:
 * what is faster needs at least as much energy. The noise of measurements can break it; then the
 * energy of the lower clock is taken.
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
 * Share of its energy alone that a kernel takes when it co-runs for part of its time: co-running
 * saves, and nothing else does.
 *
 * @param coRunShare what it takes when something runs beside it all of the time
 * @param shareOfTime the part of its time in flight in which something does
 */
export function shareOfEnergy(coRunShare: number, shareOfTime: number): number {
  return 1 - (1 - coRunShare) * shareOfTime;
}

/** Part of its time in flight in which a kernel co-runs; none of no time. */
export function shareOfTime(coRunUs: number, inFlightUs: number): number {
  return inFlightUs > 0 ? coRunUs / inFlightUs : 0;
}

export interface LayerAtClock {
  periodUs: number;
  /** Shortest period that the cap allows for the energy that the layer takes there, µs. */
  energyUs: number;
}

export interface Equilibrium<Layer> {
  stretch: number;
  periodUs: number;
  layer: Layer;
}

/**
 * The clock at which the period of a layer meets its energy bound. The period grows with the
 * stretch, and the bound falls with it. It is boost when the cap does not bind.
 *
 * Where kernels run side by side neither is quite so, since what meets what shifts with the clock.
 * So the root stays between a clock at which the layer takes too much power and one at which it
 * does not. Where it cannot be met closely, the latter is taken.
 */
export function equilibriumOf<Layer extends LayerAtClock>(
  layerAt: (stretch: number) => Layer,
  toleranceUs = 1e-6,
): Equilibrium<Layer> {
  const excess = ({ periodUs, energyUs }: Layer) => periodUs - energyUs;
  const met = (stretch: number, layer: Layer) => ({ stretch, periodUs: layer.periodUs, layer });
  const atBoost = layerAt(0);
  if (excess(atBoost) >= 0) return met(0, atBoost);
  const slowest = layerAt(MAX_STRETCH);
  if (excess(slowest) <= 0) {
    return { stretch: MAX_STRETCH, periodUs: slowest.energyUs, layer: slowest };
  }
  // Regula falsi in the Illinois variant: both curves are nearly straight, so a few steps do.
  let low = { stretch: 0, excess: excess(atBoost) };
  let high = { stretch: MAX_STRETCH, excess: excess(slowest), layer: slowest };
  let lastSign = 0;
  for (let step = 0; step < MAX_STEPS && high.stretch - low.stretch > NARROWEST; step++) {
    const share = low.excess / (low.excess - high.excess);
    const stretch = low.stretch + share * (high.stretch - low.stretch);
    const layer = layerAt(stretch);
    const value = excess(layer);
    if (Math.abs(value) <= toleranceUs) return met(stretch, layer);
    const sign = Math.sign(value);
    if (sign < 0) {
      low = { stretch, excess: value };
      if (lastSign === sign) high = { ...high, excess: high.excess / 2 };
    } else {
      high = { stretch, excess: value, layer };
      if (lastSign === sign) low = { ...low, excess: low.excess / 2 };
    }
    lastSign = sign;
  }
  return met(high.stretch, high.layer);
}

/**
 * The equilibrium of a layer whose energy depends on the clock alone.
 *
 * @param periodUs period at a stretch, µs, not falling in it
 * @returns stretch and the period there, µs
 */
export function equilibrium(
  power: PowerModel,
  periodUs: (stretch: number) => number,
): { stretch: number; periodUs: number } {
  const found = equilibriumOf((stretch) => ({
    periodUs: periodUs(stretch),
    energyUs: energyBoundUs(power, stretch),
  }));
  return { stretch: found.stretch, periodUs: found.periodUs };
}

/** Clock whose energy bound is the target, as a stretch; boost when even that needs less. */
export function stretchFor(power: PowerModel, targetUs: number): number {
  return equilibrium(power, () => targetUs).stretch;
}

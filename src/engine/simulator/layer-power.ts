import type { CompanyUse, CostTable } from "../../profile/cost-table.ts";
import type { PowerModel } from "../power.ts";

/** Clocks at which the energy of a layer is taken, as shares of boost. */
const CLOCK_SHARES = Array.from({ length: 13 }, (_, k) => 1 - k * 0.05);

/**
 * Power model of a layer from the energies of its kernels. Energies count above idle power and
 * are taken not to depend on company or SM share: the work is the same. They never rise with the
 * stretch of the clock.
 *
 * @param uses every kernel of one layer, with its size
 */
export function layerPower(
  uses: readonly Pick<CompanyUse, "kernel" | "size">[],
  costs: CostTable,
): PowerModel {
  const { boostClockMhz } = costs;
  const { capW, idleW } = costs.power;
  const energyAt = (clockMhz: number) =>
    uses.reduce((sum, { kernel, size }) => sum + (costs.energyMj(kernel, size, clockMhz) ?? 0), 0);
  // The search's bound rests on this: the energy of a layer does not rise when the clock falls. The
  // noise of measurements can make it; then the energy of the lower clock is taken.
  let energyMj = 0;
  const energies = CLOCK_SHARES.map((share) => share * boostClockMhz)
    .reverse()
    .map((clockMhz) => {
      energyMj = Math.max(energyMj, energyAt(clockMhz));
      return { clockMhz, energyMj };
    })
    .reverse();
  const dynamicCapW = capW === null ? Number.POSITIVE_INFINITY : capW - idleW;
  return { dynamicCapW, idleW, boostClockMhz, energies };
}

import type { CostTable } from "./cost-table.ts";
import { notRising, type PowerModel, shareOfEnergy } from "./power.ts";
import type { CoRunUse } from "./table/numbered-uses.ts";
import type { Partition } from "./table/split.ts";

/** Clocks at which the energy of a layer is taken, as shares of boost. */
const CLOCK_SHARES = Array.from({ length: 13 }, (_, k) => 1 - k * 0.05);

/** Falling from boost, MHz. */
export function energyClocksMhz({ boostClockMhz }: CostTable): number[] {
  return CLOCK_SHARES.map((share) => share * boostClockMhz);
}

/** A kernel of a layer on a batch. */
export interface LayerUse extends Pick<CoRunUse, "kernel" | "size"> {
  /** Where it runs, and the part of its time in flight in which something runs beside it. */
  coRun?: { partition: Partition; shareOfTime: number };
}

/**
 * Power model of a layer from the energies of its kernels. Energies count above idle power and
 * never rise with the stretch of the clock.
 *
 * @param uses every kernel of one layer, with its size
 */
export function layerPower(uses: readonly LayerUse[], costs: CostTable): PowerModel {
  return powerOf(costs, (clockMhz) =>
    uses.reduce(
      (sum, use) =>
        sum +
        energyShareOf(use, costs, clockMhz) * (costs.energyMj(use.kernel, use.size, clockMhz) ?? 0),
      0,
    ),
  );
}

/** Share of a kernel's energy alone that it takes in this co-run. */
function energyShareOf({ kernel, coRun }: LayerUse, costs: CostTable, clockMhz: number): number {
  if (coRun === undefined) return 1;
  const { partition, shareOfTime } = coRun;
  return shareOfEnergy(costs.coRunEnergyShare(kernel, partition, clockMhz), shareOfTime);
}

/** Power model of a layer from its dynamic energy at each of the clocks, mJ. */
export function powerOf(
  costs: CostTable,
  energyAt: (clockMhz: number, clock: number) => number,
): PowerModel {
  const { capW, idleW } = costs.power;
  const energies = energyClocksMhz(costs).map((clockMhz, clock) => ({
    clockMhz,
    energyMj: energyAt(clockMhz, clock),
  }));
  return {
    dynamicCapW: capW === null ? Number.POSITIVE_INFINITY : capW - idleW,
    idleW,
    boostClockMhz: costs.boostClockMhz,
    energies: notRising(energies),
  };
}

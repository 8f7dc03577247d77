import type { CompanyUse, CostTable } from "../../profile/cost-table.ts";
import type { PowerModel } from "../power.ts";

/**
 * Power model of a layer from the energies of its kernels. Energies count above idle power and
 * are taken not to depend on company or SM share: the work is the same.
 *
 * @param uses every kernel of one layer, with its size
 */
export function layerPower(
  uses: readonly Pick<CompanyUse, "kernel" | "size">[],
  costs: CostTable,
): PowerModel {
  const { boostClockMhz } = costs;
  const { capW, idleW } = costs.power;
  const step = boostClockMhz / 10;
  const energyAt = (clockMhz: number) =>
    uses.reduce((sum, { kernel, size }) => sum + (costs.energyMj(kernel, size, clockMhz) ?? 0), 0);
  const energyAtBoostMj = energyAt(boostClockMhz);
  return {
    dynamicCapW: capW === null ? Number.POSITIVE_INFINITY : capW - idleW,
    idleW,
    boostClockMhz,
    energyAtBoostMj,
    energyPerMhzMj: (energyAtBoostMj - energyAt(boostClockMhz - step)) / step,
  };
}

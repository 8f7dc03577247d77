import { describe, expect, it } from "@jest/globals";
import { CostTable } from "../../src/cost/cost-table.ts";
import { layerPower } from "../../src/cost/layer-power.ts";
import { energyBoundUs } from "../../src/cost/power.ts";
import type { Profile } from "../../src/generated/profile.ts";
import { DOWN, LAYER_KERNELS } from "../support/llama-kernels.ts";
import { syntheticProfile } from "../support/synthetic-profile.ts";

const PROFILE = syntheticProfile({ kernels: LAYER_KERNELS });
const USES = [{ kernel: DOWN, size: { tokens: 1024, context: 0 } }];

/** The profile as if calls at boost clock had taken less energy than those at the lower clock. */
function withCheapBoost(): Profile {
  const kernels = PROFILE.kernels.map((kernel) => ({
    ...kernel,
    sustained: kernel.sustained.map((row) => {
      const copy: typeof row = [...row];
      copy[10] = 0.8 * copy[7];
      return copy;
    }),
  }));
  return { ...PROFILE, kernels };
}

describe("the power of a layer", () => {
  it("takes more energy at boost clock than at a lower one", () => {
    const { energies } = layerPower(USES, new CostTable(PROFILE));
    expect(energies[0]?.energyMj).toBeGreaterThan(1.05 * (energies.at(-1)?.energyMj ?? 0));
  });

  it("never takes less energy at a higher clock, whatever was measured", () => {
    const power = layerPower(USES, new CostTable(withCheapBoost()));
    const energies = power.energies.map(({ energyMj }) => energyMj);
    expect(energies).toEqual(energies.toSorted((a, b) => b - a));
    expect(energyBoundUs(power, 0)).toBeGreaterThanOrEqual(energyBoundUs(power, 0.5));
  });
});

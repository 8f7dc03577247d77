import { describe, expect, it } from "@jest/globals";
import { clockMhzAt, energyBoundUs, equilibrium, type PowerModel } from "../../src/engine/power.ts";

const power: PowerModel = {
  dynamicCapW: 600,
  idleW: 100,
  boostClockMhz: 2000,
  energies: [
    { clockMhz: 2000, energyMj: 900 },
    { clockMhz: 1000, energyMj: 600 },
  ],
};

describe("the power equilibrium", () => {
  it("stays at boost when the layer draws less than the cap", () => {
    expect(equilibrium(power, () => 1600)).toEqual({ stretch: 0, periodUs: 1600 });
  });

  it("lowers the clock until energy over period is the cap", () => {
    const { stretch, periodUs } = equilibrium(power, (x) => 1200 * (1 + 0.9 * x));
    expect(stretch).toBeGreaterThan(0);
    const clockMhz = clockMhzAt(power, stretch);
    const energyMj = 900 - 0.3 * (2000 - clockMhz);
    expect(clockMhz).toBeGreaterThan(1000);
    expect((energyMj / periodUs) * 1000).toBeCloseTo(600, 3);
    expect(energyBoundUs(power, stretch)).toBeCloseTo(periodUs, 3);
  });

  it("assumes no less energy below the lowest clock that is known", () => {
    expect(energyBoundUs(power, 1)).toBeCloseTo(energyBoundUs(power, 2), 9);
  });

  it("leaves power out when no cap is known", () => {
    const open = { ...power, dynamicCapW: Number.POSITIVE_INFINITY };
    expect(equilibrium(open, (x) => 10 + x).periodUs).toBe(10);
  });
});

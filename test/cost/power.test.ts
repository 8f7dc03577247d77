import { describe, expect, it } from "@jest/globals";
import {
  clockMhzAt,
  energyBoundUs,
  equilibrium,
  equilibriumOf,
  type PowerModel,
  shareOfEnergy,
  shareOfTime,
} from "../../src/cost/power.ts";

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

describe("the equilibrium of a layer whose energy shifts with what meets what", () => {
  it("is where the two meet, with the layer there", () => {
    const { stretch, periodUs, layer } = equilibriumOf((x) => ({
      periodUs: 100 * (1 + x),
      energyUs: 150 + 5 * Math.sin(20 * x),
      clock: x,
    }));
    expect(periodUs).toBe(layer.periodUs);
    expect(layer.clock).toBe(stretch);
    expect(layer.energyUs).toBeCloseTo(periodUs, 5);
  });

  it("keeps within the cap where energy falls by a jump", () => {
    let tried = 0;
    const { stretch, layer } = equilibriumOf((x) => {
      tried++;
      return { periodUs: 100 * (1 + x), energyUs: x < 0.7 ? 200 : 140 };
    });
    expect(layer.periodUs).toBeGreaterThanOrEqual(layer.energyUs);
    expect(stretch).toBeCloseTo(0.7, 6);
    expect(tried).toBeLessThan(110);
  });

  it("takes as long as its energy where no clock is low enough", () => {
    const { periodUs } = equilibriumOf(() => ({ periodUs: 100, energyUs: 170 }));
    expect(periodUs).toBe(170);
  });
});

describe("the energy of a kernel", () => {
  it("is less for the part of its time that it co-runs", () => {
    expect(shareOfEnergy(0.6, 0)).toBe(1);
    expect(shareOfEnergy(0.6, 0.5)).toBeCloseTo(0.8, 12);
    expect(shareOfEnergy(0.6, 1)).toBeCloseTo(0.6, 12);
    expect(shareOfEnergy(1, 1)).toBe(1);
  });

  it("counts a kernel that takes no time as one that runs alone", () => {
    expect(shareOfTime(20, 40)).toBe(0.5);
    expect(shareOfTime(0, 0)).toBe(0);
  });
});

import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { energyBoundUs } from "../../../src/cost/power.ts";
import type { SearchProblem } from "../../../src/search/problem/problem.ts";
import { evaluate } from "../../../src/search/schedule/schedule.ts";
import { stagesOf } from "../../../src/search/schedule/stages.ts";
import { randomProblem } from "../../support/random-problem.ts";
import { randomSchedule } from "../../support/random-schedule.ts";
import { referenceProblem } from "../../support/reference-problem.ts";

describe("the stages of a schedule", () => {
  it("start at the newest layer, however far the parts lag", () => {
    const scheduled = fc.record({ problem: randomProblem, seed: fc.nat(), lag: fc.nat(1) });
    fc.assert(
      fc.property(scheduled, ({ problem, seed, lag }) => {
        const sequence = shuffled(problem.units.length, seed);
        const stages = stagesOf(problem, { sequence, lags: [0, lag] });
        if (stages !== undefined) expect(Math.min(...stages)).toBe(0);
      }),
      { numRuns: 500 },
    );
  });
});

/**
 * Two parts of a product and attention, 50 and 100 µs on their sides, 10 and 20 mJ; beside a product
 * attention takes 0.6 of that.
 */
function productsAndAttention(dynamicCapW: number): SearchProblem {
  const problem = referenceProblem(
    [
      { lane: "compute", wholeUs: 40, sideUs: 50 },
      { lane: "memory", wholeUs: 100, sideUs: 100 },
    ],
    { parts: 2, slowdown: 1 },
  );
  const { modes, units, power } = problem;
  const isMemory = (mode: number) => units[modes[mode]?.unit as number]?.lane === "memory";
  return {
    ...problem,
    formEnergyMj: Float64Array.from(modes, (_, mode) => (isMemory(mode) ? 20 : 10)),
    formCoRunShare: Float64Array.from(modes, ({ side }) => (side === "remainder" ? 0.6 : 1)),
    power: { ...power, dynamicCapW, energies: [{ clockMhz: 1000, energyMj: 0 }] },
  };
}

describe("the energy of a schedule", () => {
  const modesOn = ({ units, modes }: SearchProblem, ...sides: string[]) =>
    units.map((unit) => unit.modes.find((mode) => sides.includes(modes[mode]?.side ?? "")) ?? 0);

  it("is less for the time that attention on the remainder co-runs: half, half as much less", () => {
    const problem = productsAndAttention(1000);
    const modes = modesOn(problem, "group", "remainder");
    const found = evaluate(problem, { sequence: [1, 2, 3, 0], modes, lags: [] });
    expect(found?.periodUs).toBeCloseTo(200, 6);
    expect(found?.coRunUs).toEqual([50, 50, 50, 50]);
    // 10 and 20 x (1 - 0.4 / 2), twice, at 1000 W.
    expect(found?.energyUs).toBeCloseTo(2 * (10 + 16), 6);
  });

  it("is that alone where a remainder runs alone", () => {
    const problem = productsAndAttention(1000);
    const modes = modesOn(problem, "whole").map((mode, unit) =>
      problem.units[unit]?.lane === "memory" ? mode + 1 : mode,
    );
    const found = evaluate(problem, { sequence: [0, 1, 2, 3], modes, lags: [] });
    expect(found?.periodUs).toBeCloseTo(280, 6);
    expect(found?.coRunUs).toEqual([0, 0, 0, 0]);
    expect(found?.energyUs).toBeCloseTo(60, 6);
  });

  it("decides the period at the cap", () => {
    const problem = productsAndAttention(200);
    const modes = modesOn(problem, "group", "remainder");
    const found = evaluate(problem, { sequence: [1, 2, 3, 0], modes, lags: [] });
    expect(found?.periodUs).toBeCloseTo(260, 6);
  });

  it("is never less than the bound, whatever meets what", () => {
    fc.assert(
      fc.property(randomProblem.chain(randomSchedule), ({ problem, schedule }) => {
        const found = evaluate(problem, schedule);
        if (found === undefined) return;
        const boundUs = energyBoundUs(problem.power, found.stretch);
        expect(found.energyUs).toBeGreaterThanOrEqual(boundUs * (1 - 1e-9));
        expect(found.periodUs).toBeGreaterThanOrEqual(boundUs * (1 - 1e-5));
      }),
      { numRuns: 500 },
    );
  });
});

/** Numbers from 0 on in an order that the seed decides. */
function shuffled(count: number, seed: number): number[] {
  const left = Array.from({ length: count }, (_, k) => k);
  return Array.from({ length: count }, (_, k) => {
    const [taken] = left.splice((seed >> (2 * k)) % left.length, 1);
    return taken as number;
  });
}

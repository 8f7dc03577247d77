import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { stretchFor } from "../../../src/cost/power.ts";
import {
  ALIKE,
  energyClasses,
  MOST_CLASSES,
  mostWideClasses,
} from "../../../src/search/bound/energy-classes.ts";
import type { SearchProblem, Unit } from "../../../src/search/problem/problem.ts";
import { leastModeEnergiesMj } from "../../../src/search/schedule/schedule-power.ts";
import { randomProblem } from "../../support/random-problem.ts";

/** Every choice of one mode a unit. */
function choices({ units }: SearchProblem): number[][] {
  return units.reduce<number[][]>(
    (all, { modes }) => all.flatMap((chosen) => modes.map((mode) => [...chosen, mode])),
    [[]],
  );
}

function everything(problem: SearchProblem): Uint8Array {
  return new Uint8Array(problem.modes.length).fill(1);
}

describe("energy classes", () => {
  it("hold every choice of modes exactly once", () => {
    fc.assert(
      fc.property(
        randomProblem,
        fc.double({ min: 50, max: 2000, noNaN: true }),
        (problem, targetUs) => {
          const classes = energyClasses(problem, everything(problem), targetUs);
          for (const chosen of choices(problem)) {
            const holding = classes.filter((allowed) =>
              chosen.every((mode) => allowed[mode] === 1),
            );
            expect(holding.length).toBe(1);
          }
        },
      ),
    );
  });

  it("are one where nothing caps the power, or where a period may take any energy", () => {
    fc.assert(
      fc.property(randomProblem, (problem) => {
        const uncapped = { ...problem, power: { ...problem.power, dynamicCapW: Infinity } };
        expect(energyClasses(uncapped, everything(problem), 500)).toHaveLength(1);
        expect(energyClasses(problem, everything(problem), 1e12)).toHaveLength(1);
      }),
    );
  });

  it("leave each unit modes of about the same energy", () => {
    fc.assert(
      fc.property(randomProblem, (problem) => {
        const targetUs = 500;
        const classes = energyClasses(problem, everything(problem), targetUs);
        fc.pre(classes.length < MOST_CLASSES);
        const clock = stretchFor(problem.power, targetUs);
        const energies = leastModeEnergiesMj(problem, clock);
        const alikeMj = (ALIKE * targetUs * problem.power.dynamicCapW) / 1000;
        for (const allowed of classes) {
          for (const { modes } of problem.units as Unit[]) {
            const open = modes.filter((mode) => allowed[mode] === 1);
            const taken = open.map((mode) => energies[mode] as number);
            expect(Math.max(...taken) - Math.min(...taken)).toBeLessThanOrEqual(alikeMj);
          }
        }
      }),
    );
  });

  it("are no more than asked for", () => {
    fc.assert(
      fc.property(randomProblem, fc.integer({ min: 1, max: 8 }), (problem, limit) => {
        const classes = energyClasses(problem, everything(problem), 500, limit);
        expect(classes.length).toBeLessThanOrEqual(limit);
      }),
    );
  });

  it("are more in wide trees whose nodes suffice to visit each of them", () => {
    expect([30, 120, 480].map(mostWideClasses)).toEqual([MOST_CLASSES, 48, 48]);
  });
});

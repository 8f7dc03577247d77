import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { stagesOf } from "../../src/search/schedule.ts";
import { randomProblem } from "../support/random-problem.ts";

describe("the stages of a schedule", () => {
  it("start at the newest layer, however far the parts lag", () => {
    const scheduled = fc.record({ problem: randomProblem, seed: fc.nat(), lag: fc.nat(1) });
    fc.assert(
      fc.property(scheduled, ({ problem, seed, lag }) => {
        const sequence = shuffled(problem.units.length, seed);
        const modes = problem.units.map((unit) => unit.modes[0] as number);
        const stages = stagesOf(problem, { sequence, modes, lags: [0, lag] });
        if (stages !== undefined) expect(Math.min(...stages)).toBe(0);
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

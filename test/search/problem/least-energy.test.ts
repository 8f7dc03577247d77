import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { leastEnergyShares } from "../../../src/search/problem/least-energy.ts";
import { closureOf, overlapOf } from "../../../src/search/problem/order.ts";
import type { SearchProblem } from "../../../src/search/problem/problem.ts";
import { evaluate } from "../../../src/search/schedule/schedule.ts";
import { randomProblem } from "../../support/random-problem.ts";
import { randomSchedule } from "../../support/random-schedule.ts";
import { referenceProblem } from "../../support/reference-problem.ts";

/** Attention of 100 µs takes half of its energy co-running; its own product comes before it. */
function attentionShares(parts: number, productUs: number, slowdown: number): number[] {
  const problem = referenceProblem(
    [
      { lane: "compute", wholeUs: productUs, sideUs: productUs },
      { lane: "memory", wholeUs: 100, sideUs: 100 },
    ],
    { parts, slowdown },
  );
  const onRemainder = ({ side }: SearchProblem["modes"][number]) => side === "remainder";
  const formCoRunShare = Float64Array.from(problem.modes, (mode) => (onRemainder(mode) ? 0.5 : 1));
  const overlap = overlapOf(problem.units.length, closureOf(problem));
  const least = leastEnergyShares({ ...problem, formCoRunShare }, overlap);
  return problem.modes.flatMap((mode, form) => (onRemainder(mode) ? [least[form] as number] : []));
}

describe("the least energy of a kernel on a remainder", () => {
  it("is that alone where dependences let nothing run beside it", () => {
    expect(attentionShares(1, 1000, 1)).toEqual([1]);
  });

  it("counts no more co-running than the products of other parts can give", () => {
    expect(attentionShares(2, 40, 1)).toEqual([0.8, 0.8]);
    expect(attentionShares(3, 40, 1)).toEqual([0.6, 0.6, 0.6]);
    expect(attentionShares(2, 100, 1)).toEqual([0.5, 0.5]);
    expect(attentionShares(2, 1000, 1)).toEqual([0.5, 0.5]);
  });

  it("counts that co-running slows both", () => {
    // The product takes 80 µs, in which attention does 40 µs of its work and 60 µs remain.
    const [share] = attentionShares(2, 40, 2);
    expect(share).toBeCloseTo(1 - (0.5 * 80) / 140, 12);
  });

  it("is no more than that in any schedule", () => {
    fc.assert(
      fc.property(randomProblem.chain(randomSchedule), ({ problem, schedule }) => {
        const found = evaluate(problem, schedule);
        if (found === undefined) return;
        schedule.modes.forEach((mode, unit) => {
          const sharedTime = (found.coRunUs[unit] as number) / (found.durationUs[unit] as number);
          problem.power.energies.forEach((_, clock, { length: clocks }) => {
            const at = mode * clocks + clock;
            const taken = 1 - (1 - (problem.formCoRunShare[at] as number)) * sharedTime;
            expect(taken).toBeGreaterThanOrEqual((problem.formLeastShare[at] as number) - 1e-9);
          });
        });
      }),
      { numRuns: 1000 },
    );
  });
});

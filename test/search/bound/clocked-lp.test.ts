import { beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { ClockedLp } from "../../../src/search/bound/clocked-lp.ts";
import { closureOf, overlapOf } from "../../../src/search/problem/order.ts";
import type { Mode, Schedule, SearchProblem } from "../../../src/search/problem/problem.ts";
import { evaluate } from "../../../src/search/schedule/schedule.ts";
import { loadLpSolver } from "../../../src/search/solver/load-solver.ts";
import type { LpSolver } from "../../../src/search/solver/lp-solver.ts";
import { longGuestProblem, randomProblem } from "../../support/random-problem.ts";
import { randomSchedule } from "../../support/random-schedule.ts";

interface Trial {
  problem: SearchProblem;
  schedule: Schedule;
  /** Among them those of the schedule; the second a part of the first. */
  allowed: [Uint8Array, Uint8Array];
  /** Periods to beat, over the schedule's. */
  cutoffs: number[];
}

/** A schedule, two choices of modes that hold it, and periods to beat near its own. */
const trials: fc.Arbitrary<Trial> = fc
  .oneof(randomProblem, longGuestProblem)
  .chain(randomSchedule)
  .chain(({ problem, schedule }) => {
    const open = fc.array(fc.boolean(), {
      minLength: problem.modes.length,
      maxLength: problem.modes.length,
    });
    return fc
      .record({
        many: open,
        few: open,
        cutoffs: fc.array(fc.double({ min: 0.8, max: 1.1, noNaN: true }), {
          minLength: 2,
          maxLength: 2,
        }),
      })
      .map(({ many, few, cutoffs }): Trial => {
        const wide = Uint8Array.from(many, (is, mode) =>
          is || schedule.modes.includes(mode) ? 1 : 0,
        );
        const narrow = wide.map((is, mode) =>
          few[mode] || schedule.modes.includes(mode) ? is : 0,
        );
        return { problem, schedule, allowed: [wide, narrow], cutoffs };
      });
  });

describe("the LP of an energy class", () => {
  let solver: LpSolver;
  beforeAll(async () => {
    solver = await loadLpSolver("highs");
  });

  it("bounds every schedule in its modes, at the clock of any period to beat", () => {
    fc.assert(
      fc.property(trials, ({ problem, schedule, allowed: [wide, narrow], cutoffs }) => {
        const found = evaluate(problem, schedule);
        if (found === undefined) return;
        const mostUs = found.periodUs * (1 + 1e-6);
        const overlap = overlapOf(problem.units.length, closureOf(problem));
        const lp = new ClockedLp(problem, solver, wide);
        const checkBounds = (allowed: Uint8Array, cutoff: number) => {
          const bound = lp.solve({ allowed, overlap }, cutoff * found.periodUs);
          expect(bound?.boundUs).toBeLessThanOrEqual(mostUs);
          for (const { unit, split, boundUs } of bound?.onSplit ?? []) {
            const mode = problem.modes[schedule.modes[unit] as number] as Mode;
            if (mode.split === split) expect(boundUs).toBeLessThanOrEqual(mostUs);
          }
        };
        try {
          for (const cutoff of cutoffs) checkBounds(wide, cutoff);
          for (const cutoff of cutoffs) checkBounds(narrow, cutoff);
        } finally {
          lp.dispose();
        }
      }),
      { numRuns: 300 },
    );
  });
});

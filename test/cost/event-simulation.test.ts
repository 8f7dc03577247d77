import { describe, expect, it } from "@jest/globals";
import { simulateEvents } from "../../src/cost/event-simulation.ts";
import { plannerError } from "../support/planner-error.ts";

/** Instructions with their time alone, µs, and what they wait for. */
function simulate(
  instructions: readonly { us: number; waits?: readonly number[] }[],
  slowdown: (a: number, b: number) => number = () => 1,
) {
  const waitStarts = new Int32Array(instructions.length + 1);
  const waits: number[] = [];
  instructions.forEach((instruction, i) => {
    waits.push(...(instruction.waits ?? []));
    waitStarts[i + 1] = waits.length;
  });
  const { startUs, finishUs, coRunUs } = simulateEvents({
    count: instructions.length,
    durationUs: Float64Array.from(instructions, ({ us }) => us),
    waitStarts,
    waits: Int32Array.from(waits),
    slowdown,
  });
  return { startUs: [...startUs], finishUs: [...finishUs], coRunUs: [...coRunUs] };
}

describe("the event simulation", () => {
  it("runs a chain back to back", () => {
    const { startUs, finishUs } = simulate([
      { us: 10 },
      { us: 20, waits: [0] },
      { us: 5, waits: [1] },
    ]);
    expect(startUs).toEqual([0, 10, 30]);
    expect(finishUs).toEqual([10, 30, 35]);
  });

  it("slows two co-running and speeds up the one that is left", () => {
    // Both take twice their time together. At 40 µs the first is done and the second, 60 µs long,
    // has 20 µs of its work behind it; the other 40 µs it does alone.
    const { finishUs } = simulate([{ us: 20 }, { us: 60 }], () => 2);
    expect(finishUs[0]).toBeCloseTo(40, 9);
    expect(finishUs[1]).toBeCloseTo(80, 9);
  });

  it("starts a join when the last of its producers ends", () => {
    // A (30) runs 1.5 times as long beside B (10, undisturbed): B ends at 10, A has done 10 / 1.5
    // of its work and needs 30 - 20 / 3 more alone, so both C (4) and the join start then.
    const { startUs, finishUs } = simulate(
      [{ us: 30 }, { us: 10 }, { us: 4, waits: [1] }, { us: 6, waits: [0, 2] }],
      (a, b) => (a === 0 && b === 1 ? 1.5 : 1),
    );
    expect(finishUs[1]).toBeCloseTo(10, 9);
    expect(startUs[2]).toBeCloseTo(10, 9);
    expect(finishUs[0]).toBeCloseTo(10 + 30 - 20 / 3, 9);
    expect(startUs[3]).toBeCloseTo(40 - 20 / 3, 9);
  });

  it("tells how long each co-runs", () => {
    // A (30) takes twice its time beside B (10) and then C (5), which nothing disturbs: at 15 it has
    // done 7.5 of its 30, and does the other 22.5 alone. D (4) starts when A ends, beside nothing.
    const { finishUs, coRunUs } = simulate(
      [{ us: 30 }, { us: 10 }, { us: 5, waits: [1] }, { us: 4, waits: [0] }],
      (a) => (a === 0 ? 2 : 1),
    );
    expect(finishUs[0]).toBeCloseTo(37.5, 9);
    expect(coRunUs.map((us) => Number(us.toFixed(9)))).toEqual([15, 10, 5, 0]);
  });

  it("refuses waits that form a cycle", () => {
    const error = plannerError(() =>
      simulate([
        { us: 1, waits: [1] },
        { us: 1, waits: [0] },
      ]),
    );
    expect(error.code).toBe("E_UNSOUND_PLAN");
  });
});

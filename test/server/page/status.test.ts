import { describe, expect, it } from "@jest/globals";
import { StatusBook } from "../../../src/server/page/status.ts";
import { planFixture } from "../../support/plan-fixture.ts";
import { stepRecord } from "../../support/step-record.ts";

const PROGRAMS = [
  { name: "d8", phase: "drain", plan: planFixture({ kind: "sequential" }) },
  { name: "d4p12", phase: "steady", plan: planFixture() },
];
const SERVED = { model: "tiny", engine: "reference" };

/** A book on a clock that the test sets. */
function book() {
  const clock = { ms: 1000 };
  const kept = new StatusBook(SERVED, PROGRAMS, () => clock.ms);
  const state = { running: 5, waiting: 2, preemptions: 1, kv: { held: 6, kept: 2, free: 2 } };
  return { kept, at: (seconds: number) => (clock.ms = 1000 + 1000 * seconds), state };
}

describe("the status of a server", () => {
  it("says what it serves before the first step", () => {
    const { kept, state } = book();
    expect(kept.status(state)).toMatchObject({
      ...SERVED,
      uptimeSeconds: 0,
      ...state,
      lastStep: null,
      program: null,
      history: [{ second: 0, steps: 0, tokens: 0, running: 5, waiting: 2, kvShare: 0.6 }],
      programs: [
        { name: "d8", phase: "drain", kind: "sequential", steps: 0 },
        { name: "d4p12", phase: "steady", kind: "overlapped", steps: 0 },
      ],
    });
  });

  it("says what became of the rows of the last step", () => {
    const { kept, state } = book();
    kept.step(stepRecord({ step: 7, predictedUs: undefined }));
    expect(kept.status(state).lastStep).toEqual({
      ...{ step: 7, program: "d4p12", decodeRows: 4, promptRows: 10, paddingRows: 2 },
      ...{ deviceUs: 850, predictedUs: null },
    });
  });

  it("counts each second on its own, and fills those without steps", () => {
    const { kept, at, state } = book();
    kept.step(stepRecord({ tokens: 4 }));
    kept.step(stepRecord({ tokens: 3, running: 4 }));
    at(3.5);
    kept.step(stepRecord({ tokens: 1, waiting: 0 }));
    const { history, uptimeSeconds } = kept.status({ ...state, waiting: 9 });
    expect(uptimeSeconds).toBe(3.5);
    expect(history.map(({ second, steps, tokens }) => [second, steps, tokens])).toEqual([
      ...[
        [0, 2, 7],
        [1, 0, 0],
        [2, 0, 0],
        [3, 1, 1],
      ],
    ]);
    expect(history.map(({ running }) => running)).toEqual([4, 4, 4, 5]);
    expect(history.at(-1)?.waiting).toBe(9);
  });

  it("keeps two minutes, and no more after a long pause", () => {
    const { kept, at, state } = book();
    kept.step(stepRecord());
    at(1e6);
    const { history } = kept.status(state);
    expect(history).toHaveLength(120);
    expect(history.at(-1)?.second).toBe(1e6);
  });

  it("names the program of most steps of the second, and counts the steps of each", () => {
    const { kept, at, state } = book();
    for (const program of ["d8", "d4p12", "d4p12"]) kept.step(stepRecord({ program }));
    expect(kept.status(state).program).toBe("d4p12");
    at(2);
    kept.step(stepRecord({ program: "d8" }));
    const { program, programs } = kept.status(state);
    expect(program).toBe("d8");
    expect(programs.map(({ steps }) => steps)).toEqual([2, 2]);
  });
});

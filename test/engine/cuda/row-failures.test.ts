import { describe, expect, it } from "@jest/globals";
import { failuresOf } from "../../../src/engine/cuda/row-failures.ts";
import type { Step } from "../../../src/step/step.ts";

const sequence = (id: number | null) =>
  ({ id, kind: "decode", pages: [1], cachedTokens: 0, newTokens: 1 }) as const;

/** Rows of requests 40 to 43; those of 41 and 43 are sampled. */
const step: Step = {
  tokenIds: new Int32Array(4),
  positions: new Int32Array(4),
  sequenceOf: Int32Array.of(0, 1, 2, 3),
  sequences: [40, 41, 42, 43].map(sequence),
  sampledRows: Int32Array.of(1, 3),
};

describe("rows without a next token", () => {
  it("are those of the requests that own them, and of no others", () => {
    const failures = failuresOf(step, [{ row: 1, fault: "nan" }]);
    expect(failures).toMatchObject([
      {
        row: 1,
        request: 43,
        error: { code: "E_NATIVE", message: expect.stringMatching(/request 43.*NaN/) },
      },
    ]);
  });

  it.each([
    ["infinite", /plus infinity/],
    ["empty", /all minus infinity/],
    ["unheard-of", /the fault `unheard-of`/],
  ])("say what is wrong: %s", (fault, message) => {
    expect(failuresOf(step, [{ row: 0, fault }])[0]?.error.message).toMatch(message);
  });

  it("are none where only rows behind the step's own are flagged", () => {
    expect(failuresOf(step, [{ row: 2, fault: "nan" }])).toEqual([]);
    expect(failuresOf(step, [])).toEqual([]);
  });
});

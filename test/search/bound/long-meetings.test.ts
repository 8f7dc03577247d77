import { describe, expect, it } from "@jest/globals";
import { staysBeside } from "../../../src/search/bound/long-meetings.ts";
import { referenceProblem } from "../../support/reference-problem.ts";

/** A product of some µs that depends on the clock, and attention of 100 µs. */
function fits(productUs: number, productSensitivity: number, attentionSensitivity: number) {
  const problem = referenceProblem(
    [
      { lane: "compute", wholeUs: productUs, sideUs: productUs },
      { lane: "memory", wholeUs: 100, sideUs: 100 },
    ],
    { parts: 2, slowdown: 1 },
  );
  const laneOf = (unit: number) => problem.units[unit]?.lane;
  const formSensitivity = Float64Array.from(problem.modes, ({ unit }) =>
    laneOf(unit) === "compute" ? productSensitivity : attentionSensitivity,
  );
  const [host, guest] = (["compute", "memory"] as const).map(
    (lane) => problem.units.find((unit) => unit.lane === lane)?.members[0] as number,
  ) as [number, number];
  return staysBeside({ ...problem, formSensitivity }, host, guest);
}

describe("a host beside a guest from start to end", () => {
  it("fits at faster clocks where it gains no less than the guest from them", () => {
    expect(fits(150, 1, 0.5)).toBe(true);
    expect(fits(150, 0.5, 0.5)).toBe(true);
  });

  it("fits at all clocks where it is the shorter at all", () => {
    expect(fits(50, 0, 1)).toBe(true);
  });

  it("may not fit at a faster clock where the guest gains more", () => {
    expect(fits(150, 0, 1)).toBe(false);
  });
});

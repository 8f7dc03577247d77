import { describe, expect, it } from "@jest/globals";
import { differencesOf, statedOtherwise } from "../../src/gate/stated.ts";
import type { Plan } from "../../src/generated/plan.ts";
import { planFixture } from "../support/plan-fixture.ts";

type Change = (copy: Plan) => void;

function stated(change: Change, made: Change = () => {}): string[] {
  const [plan, remade] = [planFixture(), planFixture()];
  change(plan);
  made(remade);
  return statedOtherwise(plan, remade);
}

describe("what a plan states", () => {
  it("is what its search makes, but for rounding", () => {
    expect(stated(() => {})).toEqual([]);
    expect(stated(({ predicted }) => Object.assign(predicted, { clockMhz: 1755.01 }))).toEqual([]);
  });

  it("is named with both values where it is other", () => {
    expect(
      stated(({ predicted, search }) => {
        predicted.powerW = null;
        search.seed = 7;
      }),
    ).toEqual([
      "it states predicted.powerW null, but its search makes it 640",
      "it states search.seed 7, but its search makes it 1",
    ]);
  });

  it.each<[key: string, change: Change]>([
    ["predicted.sequentialUs", ({ predicted }) => Object.assign(predicted, { sequentialUs: 9000 })],
    ["predicted.speedup", ({ predicted }) => Object.assign(predicted, { speedup: 3 })],
    ["search.seed", ({ search }) => Object.assign(search, { seed: 2 })],
  ])("is compared at %s", (key, change) => {
    expect(stated(change)).toEqual([expect.stringContaining(`it states ${key} `)]);
  });

  it("may lack the promise, which older plans do not state, but is held to its own", () => {
    const promise: Change = ({ predicted }) => Object.assign(predicted, { promisedSpeedup: 1.05 });
    expect(stated(() => {}, promise)).toEqual([]);
    const more: Change = ({ predicted }) => Object.assign(predicted, { promisedSpeedup: 1.2 });
    expect(stated(more, promise)).toEqual([
      "it states predicted.promisedSpeedup 1.2, but its search makes it 1.05",
    ]);
  });

  it("is not held to how far the search went: another build may go further", () => {
    const change: Change = ({ predicted, search }) => {
      predicted.gap = null;
      predicted.lowerBoundUs = null;
      Object.assign(search, { nodes: 3, structuresSearched: 1, certificate: "none" });
    };
    expect(stated(change)).toEqual([]);
  });

  it("is held to the sequential plan alone where the search finds another period", () => {
    const better: Change = ({ predicted }) => Object.assign(predicted, { periodUs: 1, stepUs: 4 });
    expect(stated(() => {}, better)).toEqual([]);
    expect(
      stated(({ predicted }) => Object.assign(predicted, { sequentialUs: 9000 }), better),
    ).toHaveLength(1);
  });

  it("is not compared with a plan of another dense batch", () => {
    const larger: Change = ({ workload }) => Object.assign(workload, { denseBatchTokens: 1024 });
    expect(stated(({ search }) => Object.assign(search, { seed: 7 }), larger)).toEqual([]);
  });
});

describe("what a plan states as its search might not", () => {
  function differences(change: Change, made: Change = () => {}) {
    const [plan, remade] = [planFixture(), planFixture()];
    change(plan);
    made(remade);
    return differencesOf(plan, remade);
  }

  it.each<[key: string, change: Change]>([
    ["search.certificate", ({ search }) => Object.assign(search, { certificate: "none" })],
    ["reason", (plan) => Object.assign(plan, { reason: "none" })],
    ["profile.standIns", ({ profile }) => Object.assign(profile, { standIns: ["none"] })],
    ["lanes", ({ lanes }) => lanes.compute?.reverse()],
    ["nanoOperations", ({ nanoOperations: [first] }) => Object.assign(first, { stage: 9 })],
  ])("needs a look at %s where period, gap and nodes agree", (key, change) => {
    expect(differences(change)).toEqual({ unexplained: [key], explained: [] });
  });

  it("is explained by other nodes or another bound, which are named", () => {
    const change: Change = ({ search, predicted }) => {
      Object.assign(search, { nodes: 11, certificate: "none" });
      Object.assign(predicted, { gap: 0.01 });
    };
    const { unexplained, explained } = differences(change);
    expect(unexplained).toEqual([]);
    expect(explained).toEqual([
      "search.nodes 11 -> 10",
      expect.stringMatching(/^predicted.gap 0.01 -> 0.02/),
    ]);
  });

  it("is nothing to compare with a plan of another period", () => {
    const other: Change = ({ predicted }) => Object.assign(predicted, { periodUs: 1 });
    const change: Change = ({ search }) => Object.assign(search, { certificate: "none" });
    expect(differences(change, other)).toEqual({ unexplained: [], explained: [] });
  });
});

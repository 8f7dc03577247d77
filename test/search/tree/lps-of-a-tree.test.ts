import { describe, expect, it } from "@jest/globals";
import { sequentialSchedule } from "../../../src/search/schedule/sequential.ts";
import { loadLpSolver } from "../../../src/search/solver/load-solver.ts";
import type { LpSolver } from "../../../src/search/solver/lp-solver.ts";
import { solveStructure } from "../../../src/search/workers/solve-structure.ts";
import { BEST_US, cappedProblem } from "./capped-problem.ts";

/** A solver, and how many of the programs that it has loaded are not disposed of. */
async function counted(): Promise<{ solver: LpSolver; loaded: () => number }> {
  const highs = await loadLpSolver("highs");
  const loaded = new Set<object>();
  const load: LpSolver["load"] = (program) => {
    const model = highs.load(program);
    const counting = {
      ...model,
      dispose: () => {
        loaded.delete(counting);
        model.dispose();
      },
    };
    loaded.add(counting);
    return counting;
  };
  return { solver: { ...highs, load }, loaded: () => loaded.size };
}

describe("the LPs of a tree", () => {
  it("are given back to the solver when no open node needs them", async () => {
    const problem = await cappedProblem();
    const { solver, loaded } = await counted();
    const afterNode: number[] = [];
    const { complete } = solveStructure(problem, solver, sequentialSchedule(problem), {
      ...{ method: "branch", nodeLimit: 60, tolerance: 0.019, cutoffUs: BEST_US, ownClocks: true },
      onNode: () => afterNode.push(loaded()),
    });
    expect(complete).toBe(true);
    // The LP of all modes makes way for those of the classes, which are stated when they are asked.
    expect(afterNode[0]).toBe(0);
    expect(afterNode.at(-1)).toBe(0);
    expect(loaded()).toBe(0);
  });
});

import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { loadLpSolver } from "../../../src/search/solver/load-solver.ts";
import type { LpSolver } from "../../../src/search/solver/lp-solver.ts";
import {
  type MixedIntegerProgram,
  ProgramBuilder,
  satisfies,
} from "../../../src/search/solver/mixed-integer-program.ts";

interface Item {
  worth: number;
  weight: number;
}

/** The most worth of items within a weight: always has a solution, the empty knapsack. */
function knapsack(items: readonly Item[], capacity: number): MixedIntegerProgram {
  const program = new ProgramBuilder();
  const columns = items.map(() => program.whole(1));
  const terms = (amount: (item: Item) => number) =>
    items.map((item, k) => ({ column: columns[k] as number, coefficient: amount(item) }));
  program.atMost(
    terms(({ weight }) => weight),
    capacity,
  );
  program.minimise(terms(({ worth }) => -worth));
  return program.build();
}

function bestWorth(items: readonly Item[], capacity: number): number {
  const best = new Array<number>(capacity + 1).fill(0);
  for (const { worth, weight } of items) {
    for (let room = capacity; room >= weight; room--) {
      best[room] = Math.max(best[room] as number, (best[room - weight] as number) + worth);
    }
  }
  return best[capacity] as number;
}

/** Items of nearly the same worth per weight, which take a tree of many nodes. */
const HARD = Array.from({ length: 25 }, (_, k) => {
  const weight = 1000 + ((k * 7919) % 997);
  return { weight, worth: weight + ((k * 104_729) % 13) };
});
const HARD_PROGRAM = knapsack(HARD, 12_011);

/** A thread that says when it begins to solve, and when it is done. */
const SOLVER_URL = new URL("../../../dist/search/solver/load-solver.js", import.meta.url);
const SOLVING = `
  const { parentPort, workerData } = require("node:worker_threads");
  import("${SOLVER_URL}").then(async ({ loadLpSolver }) => {
    const solver = await loadLpSolver(workerData.name);
    parentPort.postMessage("begin");
    solver.solveInteger(workerData.program, 1_000_000);
    parentPort.postMessage("done");
  });
`;

const items = fc.array(
  fc.record({ worth: fc.integer({ min: 1, max: 50 }), weight: fc.integer({ min: 1, max: 20 }) }),
  { minLength: 1, maxLength: 12 },
);

describe.each(["highs", "glpk"] as const)("integer programs on %s", (name) => {
  let solver: LpSolver;
  beforeAll(async () => {
    solver = await loadLpSolver(name);
  });

  it("are solved to the optimum of dynamic programming", () => {
    fc.assert(
      fc.property(items, fc.integer({ min: 0, max: 100 }), (some, capacity) => {
        const program = knapsack(some, capacity);
        const { values, optimal, bound } = solver.solveInteger(program, 10_000);
        expect(optimal).toBe(true);
        expect(bound).toBeCloseTo(-bestWorth(some, capacity), 4);
        expect(values !== undefined && satisfies(program, values, 1e-5)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it("end at the node limit with what is sure and nothing else", () => {
    const { values, optimal, bound, nodes } = solver.solveInteger(HARD_PROGRAM, 1);
    expect(optimal).toBe(false);
    expect(nodes).toBe(1);
    if (bound !== undefined) expect(bound).toBeLessThan(-bestWorth(HARD, 12_011));
    if (values !== undefined) expect(satisfies(HARD_PROGRAM, values, 1e-5)).toBe(true);
  });

  it("are left in the middle when their thread is ended", async () => {
    const worker = new Worker(SOLVING, { eval: true, workerData: { name, program: HARD_PROGRAM } });
    await once(worker, "message");
    let ended = false;
    worker.once("message", () => {
      ended = true;
    });
    await setTimeout(300);
    const started = performance.now();
    await worker.terminate();
    expect(performance.now() - started).toBeLessThan(1000);
    expect(ended).toBe(false);
  });
});

describe("a solution", () => {
  const program = knapsack(
    [
      { worth: 3, weight: 4 },
      { worth: 3, weight: 4 },
    ],
    5,
  );

  it.each([
    ["keeps bounds, rows and whole numbers", [1, 0], true],
    ["breaks a row", [1, 1], false],
    ["is above an upper bound", [1.25, 0], false],
    ["is below zero", [-1, 0], false],
    ["is not whole", [0.5, 0], false],
    ["is no number", [Number.NaN, 0], false],
  ])("that %s", (_, values, sound) => {
    expect(satisfies(program, Float64Array.from(values), 1e-6)).toBe(sound);
  });
});

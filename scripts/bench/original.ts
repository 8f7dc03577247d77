/** Two nano-batches searched as NanoFlow does it and as this project does, with the same means. */

import { CostTable } from "../../src/cost/cost-table.ts";
import type { Profile } from "../../src/generated/profile.ts";
import { buildLayerGraph } from "../../src/ir/layer-graph.ts";
import { splitBatch } from "../../src/ir/nano-batches.ts";
import { buildProblem } from "../../src/search/problem/build-problem.ts";
import type { SearchProblem } from "../../src/search/problem/problem.ts";
import { sequentialSchedule } from "../../src/search/schedule/sequential.ts";
import { bestStart } from "../../src/search/schedule/start-heuristics.ts";
import { loadLpSolver } from "../../src/search/solver/load-solver.ts";
import type { LpSolver } from "../../src/search/solver/lp-solver.ts";
import { solveStructure } from "../../src/search/workers/solve-structure.ts";
import type { Setup } from "../../src/setup/setup.ts";
import { profiledSetups } from "./instances.ts";
import { searchAsOriginal } from "./original-formulation.ts";

/** Less than this would tell of the solver's start-up only. */
const LEAST_SECONDS = 10;
const LIMITS = { method: "branch", nodeLimit: 4000, tolerance: 0.0025 } as const;
const TILE_TOKENS = 128;

/** Two equal nano-batches. */
function problemOf(
  { model, tensorParallel, profile, batch }: Setup,
  power: Profile["power"],
): SearchProblem {
  const graph = buildLayerGraph(model.shape, tensorParallel, batch);
  const half = Math.round(batch.tokens / 2 / TILE_TOKENS) * TILE_TOKENS;
  const costs = new CostTable({ ...profile.profile, power });
  return buildProblem(graph, splitBatch(batch, [half]), costs);
}

function searchAsHere(problem: SearchProblem, solver: LpSolver) {
  const started = performance.now();
  const cutoffUs = Number.POSITIVE_INFINITY;
  const found = solveStructure(problem, solver, bestStart(problem), { ...LIMITS, cutoffUs });
  return { ...found, seconds: (performance.now() - started) / 1000 };
}

const row = (cells: readonly string[]) => console.log(`| ${cells.join(" | ")} |`);
const us = (time: number | undefined) => (time === undefined ? "none" : `${time.toFixed(0)} µs`);

const HEAD = [
  "model",
  "GPU",
  "power cap",
  "sequential",
  "here",
  "gap",
  "seconds",
  "original",
  "it claims",
  "seconds given",
  "order proven",
  "original / here",
];

/**
 * Prints a Markdown table of every model that a shipped profile covers, with and without its power
 * cap. Both searches get the same problem, profile, solver and time; the original at least
 * `LEAST_SECONDS`.
 */
export async function compareWithOriginal(workload: string): Promise<void> {
  const solver = await loadLpSolver("highs");
  row(HEAD);
  row(HEAD.map(() => "---"));
  for (const setup of await profiledSetups(workload)) {
    const { power } = setup.profile.profile;
    for (const capW of new Set([power.capW, null])) row(cellsOf(setup, capW, solver));
  }
}

function cellsOf(setup: Setup, capW: number | null, solver: LpSolver): string[] {
  const { gpu, power } = setup.profile.profile;
  const problem = problemOf(setup, { ...power, capW });
  const here = searchAsHere(problem, solver);
  const given = Math.max(LEAST_SECONDS, here.seconds);
  const original = searchAsOriginal(problem, given);
  const hereUs = here.evaluation.periodUs;
  const originalUs = original.evaluation?.periodUs;
  return [
    `${setup.model.id} tp${setup.tensorParallel}`,
    gpu.id,
    capW === null ? "none" : `${capW} W`,
    us(sequentialSchedule(problem).evaluation.periodUs),
    us(hereUs),
    `${((hereUs / here.lowerBoundUs - 1) * 100).toFixed(2)}%`,
    here.seconds.toFixed(1),
    us(originalUs),
    us(original.claimedUs),
    given.toFixed(0),
    original.solved ? "yes" : "no",
    originalUs === undefined ? "" : (originalUs / hereUs).toFixed(3),
  ];
}

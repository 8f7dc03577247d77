import { beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { CostTable } from "../../../src/cost/cost-table.ts";
import { energyClocksMhz, powerOf } from "../../../src/cost/layer-power.ts";
import { buildLayerGraph } from "../../../src/ir/layer-graph.ts";
import { FamilyBound } from "../../../src/search/bound/family-bound.ts";
import { UnitPatterns } from "../../../src/search/bound/unit-patterns.ts";
import { buildProblem } from "../../../src/search/problem/build-problem.ts";
import { UnitKinds } from "../../../src/search/problem/unit-kinds.ts";
import { sequentialPeriodUs } from "../../../src/search/schedule/sequential.ts";
import { loadLpSolver } from "../../../src/search/solver/load-solver.ts";
import type { LpSolver } from "../../../src/search/solver/lp-solver.ts";
import { DEFAULT_SPACE, structuresOf } from "../../../src/search/space/space.ts";
import { coarserCutsOf, nanoBatchesOf } from "../../../src/search/space/structure.ts";
import { rootBoundUs } from "../../../src/search/workers/solve-structure.ts";
import { setUp } from "../../../src/setup/setup.ts";

let solver: LpSolver;
beforeAll(async () => {
  solver = await loadLpSolver("highs");
});

// With and without a power cap; with one lane of guests and with two.
const MEASURED = await Promise.all(
  (
    [
      ["llama-3-8b", "h200-sxm", 1],
      ["mixtral-8x7b", "h200-sxm", 2],
      ["llama-2-70b", "a100-sxm", 8],
    ] as const
  ).map(
    async ([model, gpu, tp]) =>
      [model, gpu, tp, await setUp({ model, gpu, tp, workload: "1024/512" })] as const,
  ),
);

describe.each(MEASURED)("prices shared by a family for %s on %s, %i GPUs", (_, __, tp, setup) => {
  const { batch, model, profile } = setup;
  const costs = new CostTable(profile.profile);
  const graph = buildLayerGraph(model.shape, tp, batch);
  const structures = structuresOf({ ...DEFAULT_SPACE, parts: 4 }, [batch]).filter(
    ({ cuts }) => cuts.length > 1,
  );
  const units = new UnitKinds(costs, energyClocksMhz(costs));
  const patterns = new UnitPatterns(units);
  const kinds = new Map(structures.map((each) => [each, patterns.of(graph, each).kinds]));
  const power = powerOf(costs, () => 0);
  const boundsUs = (some: readonly (typeof structures)[0][], targetUs: number): number[] => {
    const family = some.map((each) => kinds.get(each) ?? []);
    const bound = new FamilyBound(family, units, power, energyClocksMhz(costs));
    return family.map((each) => bound.boundUs(each, targetUs));
  };
  const sequentialUs = sequentialPeriodUs(graph, batch, costs);
  const few = fc.uniqueArray(fc.constantFrom(...structures), { minLength: 1, maxLength: 8 });

  it("never exceed the configuration LP, and decide most of what it decides", () => {
    fc.assert(
      fc.property(few, fc.double({ min: 0.7, max: 1.1, noNaN: true }), (some, share) => {
        const targetUs = share * sequentialUs;
        for (const [k, boundUs] of boundsUs(some, targetUs).slice(0, 1).entries()) {
          const structure = some[k] as (typeof structures)[0];
          const coarser = coarserCutsOf(graph, structure);
          const problem = buildProblem(graph, nanoBatchesOf(structure), costs, coarser);
          const lpUs = rootBoundUs(problem, solver, targetUs);
          expect(boundUs).toBeLessThanOrEqual(Math.max(targetUs, lpUs) * (1 + 1e-6));
          if (lpUs < targetUs * (1 - 1e-6)) expect(boundUs).toBeLessThanOrEqual(lpUs * (1 + 1e-6));
          expect(boundUs).toBeGreaterThan(0.7 * Math.min(lpUs, targetUs));
        }
      }),
      { numRuns: 4 },
    );
  });

  it("are sums of figures that do not depend on the order of the family", () => {
    fc.assert(
      fc.property(few, (some) => {
        const forth = boundsUs(some, sequentialUs);
        expect(boundsUs(some.toReversed(), sequentialUs).reverse()).toEqual(forth);
      }),
      { numRuns: 6 },
    );
  });
});

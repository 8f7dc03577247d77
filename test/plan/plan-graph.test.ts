import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { Plan } from "../../src/generated/plan.ts";
import { buildLayerGraph } from "../../src/ir/layer-graph.ts";
import { splitBatch } from "../../src/ir/nano-batches.ts";
import { instantiate } from "../../src/ir/nano-graph.ts";
import type { NanoOperation } from "../../src/plan/nano-operation.ts";
import { OrderDistances } from "../../src/plan/order-distances.ts";
import { batchPartOf, dataArcsOf } from "../../src/plan/plan-graph.ts";
import { planFixture } from "../support/plan-fixture.ts";

const { shape } = planFixture().model;

/** A batch, split as the search splits it; some parts may lack decode or prefill tokens. */
const splits = fc
  .record({
    decodeTokens: fc.nat(6),
    prefillTokens: fc.nat(300),
    cuts: fc.uniqueArray(fc.integer({ min: 1, max: 305 }), { maxLength: 2 }),
    tensorParallel: fc.constantFrom(1, 2),
  })
  .filter(({ decodeTokens, prefillTokens }) => decodeTokens + prefillTokens > 0)
  .map(({ cuts, tensorParallel, ...counts }) => {
    const tokens = counts.decodeTokens + counts.prefillTokens;
    const workload = { ...counts, tokens, decodeContext: 500, prefillContext: 70 };
    const inside = cuts.filter((cut) => cut < tokens).sort((a, b) => a - b);
    return { workload, tensorParallel, parts: splitBatch(workload, inside) };
  });

describe("what verify expects of a plan", () => {
  it("are the dependences that the search plans with, worked out in another way", () => {
    fc.assert(
      fc.property(splits, ({ workload, tensorParallel, parts }) => {
        const graph = buildLayerGraph(shape, tensorParallel, workload);
        const planned = instantiate(graph, parts);
        const ids = planned.nanoOperations.map(({ id }) => id);
        const nanoOperations = planned.nanoOperations.map(
          ({ id, operation, nanoBatch, tokens }) =>
            ({ id, operation: operation.name, nanoBatch, tokens }) as NanoOperation,
        );
        const expected = dataArcsOf(graph, nanoOperations).map(({ from, to, distance }) => ({
          from: from.id,
          to: to.id,
          distance,
        }));
        const given = planned.dependences.map(({ from, to, distance }) => ({
          from: ids[from] ?? "",
          to: ids[to] ?? "",
          distance,
        }));
        expect(given).toEqual(expect.arrayContaining(expected));
        // Where a part lacks tokens, the search adds what its neighbours imply already.
        const implied = new OrderDistances(
          ids,
          expected.map((arc) => ({ ...arc, origin: "data" as const })),
        );
        for (const { from, to, distance } of given) {
          expect(implied.between(from, to)).toBeLessThanOrEqual(distance);
        }
      }),
    );
  });

  it("are the contexts that the search plans with", () => {
    fc.assert(
      fc.property(splits, ({ workload, parts }) => {
        const nanoBatches = parts.map(({ start, end, part }, id) => ({
          id,
          tokens: [start, end],
          decodeTokens: part.decodeTokens,
          prefillTokens: part.prefillTokens,
        })) as unknown as Plan["nanoBatches"];
        const plan = { nanoBatches, workload: workload as unknown as Plan["workload"] };
        expect(nanoBatches.map((batch) => batchPartOf(plan, batch))).toEqual(
          parts.map(({ part }) => part),
        );
      }),
    );
  });
});

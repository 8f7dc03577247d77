import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { type Arc, arcsOf } from "../../src/plan/arcs.ts";
import { findDeadlock } from "../../src/plan/cycles.ts";
import { OrderDistances } from "../../src/plan/order-distances.ts";
import { nanoOperationOf, planFixture } from "../support/plan-fixture.ts";
import { orderedParts } from "../support/random-order.ts";

describe("arcs", () => {
  it("follow the issue order of a lane, with the difference of stages as distance", () => {
    const plan = planFixture();
    const lane = arcsOf(plan).filter(({ origin }) => origin === "lane");
    // down_proj.1 works one layer behind attention_norm.1, which follows it in the same period.
    expect(lane).toContainEqual({
      from: "down_proj.1",
      to: "attention_norm.1",
      distance: 1,
      origin: "lane",
    });
    expect(lane).toContainEqual({
      from: "prefill_attention.0",
      to: "o_proj.1",
      distance: -1,
      origin: "lane",
    });
  });

  it("lead from the last entry of a lane to the first of the next period", () => {
    const arcs = arcsOf(planFixture());
    expect(arcs).toContainEqual({
      from: "down_proj.0",
      to: "attention_norm.0",
      distance: 1,
      origin: "lane",
    });
  });

  it("tell data from further waits", () => {
    const plan = planFixture({ tensorParallel: 2 });
    nanoOperationOf(plan, "o_proj.0").waitsFor = ["silu_mul.1@+1"];
    const arcs = arcsOf(plan).filter(({ to, origin }) => to === "o_proj.0" && origin !== "lane");
    expect(arcs).toContainEqual({
      from: "decode_attention.0",
      to: "o_proj.0",
      distance: 0,
      origin: "data",
    });
    expect(arcs).toContainEqual({
      from: "silu_mul.1",
      to: "o_proj.0",
      distance: -1,
      origin: "order",
    });
  });
});

describe("findDeadlock", () => {
  const ids = ["a.0", "b.0", "c.0", "d.0"];
  const arc = fc.record({
    from: fc.constantFrom(...ids),
    to: fc.constantFrom(...ids),
    distance: fc.integer({ min: -2, max: 3 }),
    origin: fc.constant("order" as const),
  });

  it("returns a closed walk of no positive distance exactly when one exists", () => {
    fc.assert(
      fc.property(fc.array(arc, { maxLength: 10 }), (arcs) => {
        const cycle = findDeadlock(ids, arcs);
        expect(cycle !== undefined).toBe(hasDeadlock(ids, arcs));
        if (cycle === undefined) return;
        expect(cycle.reduce((sum, { distance }) => sum + distance, 0)).toBeLessThanOrEqual(0);
        for (const [index, { from }] of cycle.entries()) {
          expect(from).toBe(cycle.at(index - 1)?.to);
        }
      }),
    );
  });

  it("finds none in arcs that agree with a sequence", () => {
    fc.assert(
      fc.property(orderedParts, (parts) => {
        const all = parts.nanoOperations.map(({ id }) => id);
        expect(findDeadlock(all, arcsOf(parts))).toBeUndefined();
      }),
    );
  });

  /** By trying all simple paths. */
  function hasDeadlock(nodes: readonly string[], arcs: readonly Arc[]): boolean {
    const closes = (start: string, path: string[], distance: number): boolean =>
      arcs.some((each) => {
        if (each.from !== path.at(-1)) return false;
        if (each.to === start) return distance + each.distance <= 0;
        if (path.includes(each.to)) return false;
        return closes(start, [...path, each.to], distance + each.distance);
      });
    return nodes.some((node) => closes(node, [node], 0));
  }
});

describe("OrderDistances", () => {
  const order = new OrderDistances(
    ["a.0", "b.0", "c.0"],
    [
      { from: "a.0", to: "a.0", distance: 1, origin: "lane" },
      { from: "b.0", to: "b.0", distance: 1, origin: "lane" },
      { from: "c.0", to: "c.0", distance: 1, origin: "lane" },
      { from: "a.0", to: "b.0", distance: 0, origin: "data" },
      { from: "b.0", to: "a.0", distance: 2, origin: "data" },
      { from: "a.0", to: "c.0", distance: 0, origin: "data" },
      { from: "c.0", to: "a.0", distance: 1, origin: "data" },
    ],
  );

  it("adds distances along the shortest path", () => {
    expect(order.between("c.0", "b.0")).toBe(1);
    expect(order.between("b.0", "c.0")).toBe(2);
  });

  it("orders a pair for all layers only when its round trip is one layer", () => {
    expect(order.ordered("a.0", "c.0")).toBe(true);
    expect(order.ordered("a.0", "b.0")).toBe(false);
  });

  it("leaves apart what no path connects", () => {
    const loose = new OrderDistances(["a.0", "b.0"], []);
    expect(loose.before({ id: "a.0", layer: 0 }, { id: "b.0", layer: 9 })).toBe(false);
  });
});

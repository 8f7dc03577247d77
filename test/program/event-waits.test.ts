import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { Instruction } from "../../src/generated/program.ts";
import { type Arc, arcsOf } from "../../src/plan/arcs.ts";
import type { Instance } from "../../src/plan/nano-operation.ts";
import { OrderDistances } from "../../src/plan/order-distances.ts";
import { eventWaits } from "../../src/program/event-waits.ts";
import { type HappensBefore, happensBefore } from "../../src/program/happens-before.ts";
import { issueOrder } from "../../src/program/issue-order.ts";
import { type OrderedParts, orderedParts, streamsOf } from "../support/random-order.ts";

const LAYERS = 4;

/** What lowering does about order, without the data. */
function schedule(parts: OrderedParts) {
  const ids = parts.nanoOperations.map(({ id }) => id);
  const order = new OrderDistances(ids, arcsOf(parts));
  const instances = issueOrder(parts, LAYERS, order);
  const { count, streamOf } = streamsOf(parts);
  const waits = eventWaits(instances, count, streamOf, order);
  const enforced = (given: readonly number[][]) =>
    happensBefore({
      streams: Array.from({ length: count }, () => ({ lane: "compute", partition: 0 })),
      instructions: instances.map(
        ({ id, layer }, position) =>
          ({
            nanoOperation: id,
            layer,
            stream: streamOf(id),
            waits: given[position] ?? [],
          }) as Instruction,
      ),
    });
  return { instances, waits, enforced };
}

/** Pairs in order, by walking the arcs through far more layers than the program has. */
function reachable(arcs: readonly Arc[], instances: readonly Instance[]): HappensBefore {
  const margin = 40;
  const after = instances.map(({ id, layer }) => {
    const seen = new Set<string>();
    const open: Instance[] = [{ id, layer }];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (const { from, to, distance } of arcs) {
        if (from !== next.id) continue;
        const reached = { id: to, layer: next.layer + distance };
        const key = `${reached.id} ${reached.layer}`;
        if (Math.abs(reached.layer) > margin || seen.has(key)) continue;
        seen.add(key);
        open.push(reached);
      }
    }
    return seen;
  });
  return (earlier, later) => {
    const { id, layer } = instances[later] ?? { id: "", layer: 0 };
    return after[earlier]?.has(`${id} ${layer}`) ?? false;
  };
}

function pairsInOrder(count: number, before: HappensBefore): string[] {
  const positions = Array.from({ length: count }, (_, position) => position);
  return positions.flatMap((later) =>
    positions.filter((earlier) => before(earlier, later)).map((earlier) => `${earlier} ${later}`),
  );
}

describe("event waits", () => {
  it("enforce the plan's order, no less and no more, though the ends of the layers are cut off", () => {
    fc.assert(
      fc.property(orderedParts, (parts) => {
        const { instances, waits, enforced } = schedule(parts);
        const expected = pairsInOrder(instances.length, reachable(arcsOf(parts), instances));
        expect(pairsInOrder(instances.length, enforced(waits))).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it("can none of them be spared", () => {
    fc.assert(
      fc.property(orderedParts, (parts) => {
        const { waits, enforced } = schedule(parts);
        for (const [position, list] of waits.entries()) {
          for (const wait of list) {
            const fewer = waits.map((each, index) =>
              index === position ? each.filter((other) => other !== wait) : each,
            );
            expect(enforced(fewer)(wait, position)).toBe(false);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it("point to earlier instructions of other streams", () => {
    fc.assert(
      fc.property(orderedParts, (parts) => {
        const { instances, waits } = schedule(parts);
        const { streamOf } = streamsOf(parts);
        for (const [position, list] of waits.entries()) {
          for (const wait of list) {
            expect(wait).toBeLessThan(position);
            expect(streamOf(instances[wait]?.id ?? "")).not.toBe(
              streamOf(instances[position]?.id ?? ""),
            );
          }
        }
      }),
    );
  });
});

describe("issueOrder", () => {
  it("lists each nano-operation once in each layer, after all that it awaits", () => {
    fc.assert(
      fc.property(orderedParts, (parts) => {
        const { instances } = schedule(parts);
        const before = reachable(arcsOf(parts), instances);
        const names = new Set(instances.map(({ id, layer }) => `${id} ${layer}`));
        expect(names.size).toBe(parts.nanoOperations.length * LAYERS);
        for (let later = 0; later < instances.length; later++) {
          for (let earlier = 0; earlier <= later; earlier++) {
            expect(before(later, earlier)).toBe(false);
          }
        }
      }),
      { numRuns: 30 },
    );
  });
});

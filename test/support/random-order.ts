import fc from "fast-check";
import type { Plan } from "../../src/generated/plan.ts";
import { LANES, type NanoOperation } from "../../src/plan/nano-operation.ts";
import { formatReference } from "../../src/plan/references.ts";

/** The parts of a plan that order its nano-operations. */
export type OrderedParts = Pick<Plan, "lanes" | "nanoOperations" | "predicted">;

const NANO_OPERATION: NanoOperation = {
  id: "",
  operation: "",
  nanoBatch: 0,
  tokens: [0, 1],
  lane: "compute",
  stage: 0,
  partition: { side: "whole", smCount: 1 },
  implementation: "",
  startUs: 0,
  durationUs: 1,
  dependsOn: [],
  waitsFor: [],
};

/**
 * Random lanes, stages and arcs, of any sign, that all agree with one sequence in which a period
 * could be carried out; so no cycle can wait for itself.
 */
export const orderedParts: fc.Arbitrary<OrderedParts> = fc
  .array(
    fc.record({
      lane: fc.constantFrom(...LANES),
      stage: fc.integer({ min: 0, max: 3 }),
      smCount: fc.constantFrom(1, 2),
      arcs: fc.array(fc.record({ from: fc.nat(), slack: fc.nat(2) }), { maxLength: 3 }),
    }),
    { minLength: 2, maxLength: 7 },
  )
  .map((sequence) => {
    const lanes: Plan["lanes"] = {};
    for (const [index, { lane }] of sequence.entries()) {
      lanes[lane] = [...(lanes[lane] ?? []), `op${index}.0`];
    }
    const nanoOperations = sequence.map(({ lane, stage, smCount, arcs }, to): NanoOperation => {
      const waitsFor = arcs.map((arc) => {
        const from = arc.from % sequence.length;
        const stageOfFrom = sequence[from]?.stage ?? 0;
        const wraps = from < to ? 0 : 1;
        return formatReference({
          id: `op${from}.0`,
          distance: stageOfFrom - stage + wraps + arc.slack,
        });
      });
      const partition = { side: "group" as const, smCount };
      return { ...NANO_OPERATION, id: `op${to}.0`, lane, stage, partition, startUs: to, waitsFor };
    });
    return {
      lanes,
      nanoOperations: nanoOperations as Plan["nanoOperations"],
      predicted: { periodUs: sequence.length } as Plan["predicted"],
    };
  });

/** Streams as in lowering: one for each lane and SM share. */
export function streamsOf({ nanoOperations }: OrderedParts) {
  const keyOf = ({ lane, partition }: NanoOperation) => `${lane} ${partition.smCount}`;
  const keys = [...new Set(nanoOperations.map(keyOf))];
  const streams = new Map(nanoOperations.map((each) => [each.id, keys.indexOf(keyOf(each))]));
  return { count: keys.length, streamOf: (id: string) => streams.get(id) ?? 0 };
}

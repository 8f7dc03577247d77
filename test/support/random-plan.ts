import fc from "fast-check";
import type { Plan } from "../../src/generated/plan.ts";
import { arcsOf } from "../../src/plan/arcs.ts";
import { findDeadlock } from "../../src/plan/cycles.ts";
import type { NanoBatch, NanoOperation } from "../../src/plan/nano-operation.ts";
import { type DataArc, dataArcsOf, layerOf } from "../../src/plan/plan-graph.ts";
import { formatReference } from "../../src/plan/references.ts";
import { activeTokens } from "../../src/plan/token-ranges.ts";
import { planFixture } from "./plan-fixture.ts";
import { EXPERTS } from "./small-programs.ts";

/**
 * Plans with up to three nano-batches of random sizes, each somewhere else in its layer, their
 * nano-operations in a random order that all dependences allow. SM shares are made up: these plans
 * are for their order and data only.
 */
export const randomPlan: fc.Arbitrary<Plan> = fc
  .record({
    tensorParallel: fc.constantFrom<1 | 2>(1, 2),
    isMoe: fc.boolean(),
    parts: fc.array(fc.record({ decode: fc.nat(3), prefill: fc.nat(4) }), {
      minLength: 1,
      maxLength: 3,
    }),
    rotations: fc.array(fc.nat(), { minLength: 3, maxLength: 3 }),
    order: fc.infiniteStream(fc.nat()),
  })
  .map(({ tensorParallel, isMoe, parts, rotations, order }) => {
    const base = planFixture({ tensorParallel, ...(isMoe ? { mlp: EXPERTS } : {}) });
    const nanoBatches = nanoBatchesOf(parts);
    const sum = (key: "decodeTokens" | "prefillTokens") =>
      nanoBatches.reduce((total, batch) => total + batch[key], 0);
    const workload = {
      ...base.workload,
      denseBatchTokens: sum("decodeTokens") + sum("prefillTokens"),
      decodeTokens: sum("decodeTokens"),
      prefillTokens: sum("prefillTokens"),
    };
    const plan = { ...base, workload, nanoBatches: nanoBatches as Plan["nanoBatches"] };
    return scheduled(plan, rotations, () => order.next().value ?? 0);
  })
  .filter((plan) => plan !== undefined);

function nanoBatchesOf(parts: readonly { decode: number; prefill: number }[]): NanoBatch[] {
  let start = 0;
  return parts.map(({ decode, prefill }, id) => {
    const decodeTokens = decode + prefill === 0 ? 1 : decode;
    const tokens: [number, number] = [start, start + decodeTokens + prefill];
    start = tokens[1];
    return { id, tokens, decodeTokens, prefillTokens: prefill };
  });
}

function scheduled(
  plan: Plan,
  rotations: readonly number[],
  choose: () => number,
): Plan | undefined {
  const graph = layerOf(plan);
  const queues = plan.nanoBatches.map((batch) => {
    const sequence = graph.operations
      .filter((operation) => activeTokens(operation, batch) !== undefined)
      .map(({ name, lane }) => nanoOperation(name, lane, batch));
    const first = (rotations[batch.id] ?? 0) % sequence.length;
    return [...sequence.slice(first), ...sequence.slice(0, first)];
  });
  const sequence: NanoOperation[] = [];
  while (queues.some((queue) => queue.length > 0)) {
    const queue = queues[choose() % queues.length]?.shift();
    if (queue !== undefined) sequence.push(queue);
  }
  const arcs = dataArcsOf(graph, sequence);
  const staged = withStages(sequence, arcs);
  if (staged === undefined) return undefined;
  const lanes: Plan["lanes"] = {};
  for (const { id, lane } of sequence) lanes[lane] = [...(lanes[lane] ?? []), id];
  const whole = { ...plan, lanes, nanoOperations: staged as Plan["nanoOperations"] };
  const ids = staged.map(({ id }) => id);
  return findDeadlock(ids, arcsOf(whole)) === undefined ? whole : undefined;
}

/** Least stages with which each producer stands before its consumers; undefined if there are none. */
function withStages(
  sequence: readonly NanoOperation[],
  arcs: readonly DataArc[],
): NanoOperation[] | undefined {
  const place = new Map(sequence.map(({ id }, index) => [id, index]));
  const stages = new Map(sequence.map(({ id }) => [id, 0]));
  let changed = true;
  for (let round = 0; changed; round++) {
    if (round > sequence.length) return undefined;
    changed = false;
    for (const { from, to, distance } of arcs) {
      const isLater = (place.get(from.id) ?? 0) >= (place.get(to.id) ?? 0);
      const least = (stages.get(from.id) ?? 0) - distance + (isLater ? 1 : 0);
      if (least <= (stages.get(to.id) ?? 0)) continue;
      stages.set(to.id, least);
      changed = true;
    }
  }
  return sequence.map((operation, index) => ({
    ...operation,
    stage: stages.get(operation.id) ?? 0,
    startUs: index,
    dependsOn: arcs
      .filter(({ to }) => to === operation)
      .map(({ from, distance }) => formatReference({ id: from.id, distance })),
  }));
}

function nanoOperation(
  operation: string,
  lane: NanoOperation["lane"],
  { id, tokens }: NanoBatch,
): NanoOperation {
  return {
    id: `${operation}.${id}`,
    operation,
    nanoBatch: id,
    tokens,
    lane,
    stage: 0,
    partition: { side: "whole", smCount: 132 },
    implementation: "default",
    startUs: 0,
    durationUs: 1,
    dependsOn: [],
    waitsFor: [],
  };
}

import fc from "fast-check";
import type { Plan } from "../../src/generated/plan.ts";
import type { Operation } from "../../src/ir/op-graph.ts";
import type { NanoBatch, NanoOperation } from "../../src/plan/nano-operation.ts";
import { dataArcsOf, layerOf, nanoBatchOf } from "../../src/plan/plan-graph.ts";
import { formatReference } from "../../src/plan/references.ts";
import { activeTokens } from "../../src/plan/token-ranges.ts";
import { planFixture } from "./plan-fixture.ts";
import { EXPERTS } from "./small-programs.ts";

/** Next of an endless row of natural numbers. */
type Choose = () => number;

/**
 * Plans with up to three nano-batches of random sizes, some operations cut coarser than others, and
 * their nano-operations in a random order that all dependences allow, from somewhere in one layer to
 * the same place in the next. SM shares are made up: these plans are for their order and data only.
 */
export const randomPlan: fc.Arbitrary<Plan> = fc
  .record({
    tensorParallel: fc.constantFrom<1 | 2>(1, 2),
    isMoe: fc.boolean(),
    parts: fc.array(fc.record({ decode: fc.nat(3), prefill: fc.nat(4) }), {
      minLength: 1,
      maxLength: 3,
    }),
    choices: fc.infiniteStream(fc.nat()),
  })
  .map(({ tensorParallel, isMoe, parts, choices }) => {
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
    return scheduled(plan, () => choices.next().value ?? 0);
  });

function nanoBatchesOf(parts: readonly { decode: number; prefill: number }[]): NanoBatch[] {
  let start = 0;
  return parts.map(({ decode, prefill }, id) => {
    const decodeTokens = decode + prefill === 0 ? 1 : decode;
    const tokens: [number, number] = [start, start + decodeTokens + prefill];
    start = tokens[1];
    return { id, tokens, decodeTokens, prefillTokens: prefill };
  });
}

/** What stands first in the period belongs to the layer before that of the others. */
function scheduled(plan: Plan, choose: Choose): Plan {
  const graph = layerOf(plan);
  const all = cut(graph.operations, plan, choose);
  const arcs = dataArcsOf(graph, all);
  const left = [...all];
  const topological: NanoOperation[] = [];
  while (left.length > 0) {
    const ready = left.filter((candidate) =>
      arcs.every(
        ({ from, to, distance }) => to !== candidate || distance > 0 || !left.includes(from),
      ),
    );
    const next = ready[choose() % ready.length];
    if (next === undefined) throw new Error("a layer that depends on itself");
    left.splice(left.indexOf(next), 1);
    topological.push(next);
  }
  const first = choose() % topological.length;
  const sequence = [
    ...topological.slice(first).map((operation) => ({ ...operation, stage: first === 0 ? 0 : 1 })),
    ...topological.slice(0, first),
  ].map((operation, startUs) => ({
    ...operation,
    startUs,
    dependsOn: arcs
      .filter(({ to }) => to.id === operation.id)
      .map(({ from, distance }) => formatReference({ id: from.id, distance })),
  }));
  const lanes: Plan["lanes"] = {};
  for (const { id, lane } of sequence) lanes[lane] = [...(lanes[lane] ?? []), id];
  return { ...plan, lanes, nanoOperations: sequence as Plan["nanoOperations"] };
}

/**
 * Attention has a piece for each nano-batch; others have one for each run of nano-batches. Rows that
 * are sorted by expert want the same runs from the router to the sum.
 */
function cut(operations: readonly Operation[], plan: Plan, choose: Choose): NanoOperation[] {
  const expertRuns = runsOf(plan.nanoBatches, choose);
  return operations.flatMap((operation) => {
    const isSorted = operation.name === "router" || operation.name.startsWith("moe_");
    const runs =
      operation.tokens !== "all"
        ? plan.nanoBatches
        : isSorted
          ? expertRuns
          : runsOf(plan.nanoBatches, choose);
    return runs
      .filter((run) => activeTokens(operation, run) !== undefined)
      .map((run) => nanoOperation(operation, run));
  });
}

/** Consecutive nano-batches, some of them joined. */
function runsOf(nanoBatches: readonly NanoBatch[], choose: Choose): NanoBatch[] {
  const runs: NanoBatch[] = [];
  for (const batch of nanoBatches) {
    const last = runs.at(-1);
    const tokens: [number, number] = [last?.tokens[0] ?? 0, batch.tokens[1]];
    const joined = last && nanoBatchOf({ nanoBatches } as Plan, { nanoBatch: last.id, tokens });
    if (joined !== undefined && choose() % 3 === 0) runs[runs.length - 1] = joined;
    else runs.push(batch);
  }
  return runs;
}

function nanoOperation({ name, lane }: Operation, { id, tokens }: NanoBatch): NanoOperation {
  return {
    id: `${name}.${id}`,
    operation: name,
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

import { type Arc, arcsOf } from "../plan/arcs.ts";
import { findDeadlock } from "../plan/cycles.ts";
import type { NanoOperation, Partition } from "../plan/nano-operation.ts";
import { OrderDistances } from "../plan/order-distances.ts";
import { formatReference, parseReference } from "../plan/references.ts";
import { errorAt, type Finding, keysOf, type Subject } from "./finding.ts";

/** Checks that no wait and no stage spans more layers than the model has. */
export function checkReach(subject: Subject): Finding[] {
  const { nanoOperations, model } = subject.plan;
  const limit = `more than the model's ${model.layers} layers`;
  return nanoOperations.flatMap((nanoOperation) => {
    const { id, stage } = nanoOperation;
    const far = (["dependsOn", "waitsFor"] as const).flatMap((key) =>
      nanoOperation[key].flatMap((text, index) => {
        if (Math.abs(parseReference(text).distance) <= model.layers) return [];
        const keys = keysOf(subject, nanoOperation, key, index);
        return [errorAt(subject, keys, "reference", `${id} refers to ${text}, ${limit} away`)];
      }),
    );
    if (Math.abs(stage) <= model.layers) return far;
    const keys = keysOf(subject, nanoOperation, "stage");
    return [...far, errorAt(subject, keys, "stage", `${id} has the stage ${stage}, ${limit}`)];
  });
}

/** Checks that nothing waits for itself, in any layer. */
export function checkCycles(subject: Subject): Finding[] {
  const { nanoOperations } = subject.plan;
  const ids = nanoOperations.map(({ id }) => id);
  const cycle = findDeadlock(ids, arcsOf(subject.plan));
  const last = cycle?.at(-1);
  if (cycle === undefined || last === undefined) return [];
  const message = `a cycle that waits for itself: ${[last.to, ...[...cycle].reverse().map(describe)].join(" after ")}`;
  const place = nanoOperations.find(({ id }) => id === last.to);
  const keys = place === undefined ? ["nanoOperations"] : keysOf(subject, place);
  return [errorAt(subject, keys, "cycle", message)];
}

function describe({ from, distance, origin }: Arc): string {
  const reason = { lane: "lane", data: "dependsOn", order: "waitsFor" }[origin];
  return `${formatReference({ id: from, distance })} (${reason})`;
}

/** Checks that what a nano-operation awaits is issued in its own period or an earlier one. */
export function checkStages(subject: Subject): Finding[] {
  const { plan } = subject;
  const byId = new Map(plan.nanoOperations.map((operation) => [operation.id, operation]));
  const newest = Math.min(...plan.nanoOperations.map(({ stage }) => stage));
  const offset =
    newest === 0
      ? []
      : [
          errorAt(
            subject,
            ["nanoOperations"],
            "stage",
            `the lowest stage is ${newest}, but some nano-operation works on the newest layer, at stage 0`,
          ),
        ];
  const late = arcsOf(plan)
    .filter(({ origin }) => origin !== "lane")
    .flatMap(({ from, to, distance }) => {
      const [producer, consumer] = [byId.get(from), byId.get(to)];
      if (producer === undefined || consumer === undefined) return [];
      if (consumer.stage + distance >= producer.stage) return [];
      const message = `${to} awaits ${formatReference({ id: from, distance })}, which by its stage runs in a later period`;
      return [errorAt(subject, keysOf(subject, consumer, "stage"), "stage", message)];
    });
  return [...offset, ...late];
}

/** What may share the GPU. */
export interface CoRunRules {
  /** Whether a group and a remainder come from one split. */
  areSides(group: Partition, remainder: Partition): boolean;
  /** Whether it is known how the two slow each other down. */
  isMeasured(group: NanoOperation, remainder: NanoOperation): boolean;
}

/** Checks that nano-operations which cannot share the GPU are ordered, across all layers. */
export function checkExclusion(subject: Subject, rules: CoRunRules): Finding[] {
  const { nanoOperations } = subject.plan;
  const ids = nanoOperations.map(({ id }) => id);
  const order = new OrderDistances(ids, arcsOf(subject.plan));
  return nanoOperations.flatMap((second, index) =>
    nanoOperations.slice(0, index).flatMap((first) => {
      if (order.ordered(first.id, second.id)) return [];
      const why = whyApart(subject, first, second, rules);
      if (why === undefined) return [];
      const message = `nothing orders ${first.id} (${describePartition(first)}) and ${second.id} (${describePartition(second)}), which ${why}`;
      return [errorAt(subject, keysOf(subject, second), "order", message)];
    }),
  );
}

function whyApart(
  { plan: { gpu } }: Subject,
  a: NanoOperation,
  b: NanoOperation,
  { areSides, isMeasured }: CoRunRules,
): string | undefined {
  const [group, remainder] = a.partition.side === "group" ? [a, b] : [b, a];
  const sum = a.partition.smCount + b.partition.smCount;
  if (sum > gpu.smCount) return `take ${sum} of ${gpu.smCount} SMs together`;
  const sides = group.partition.side === "group" && remainder.partition.side === "remainder";
  if (!sides || !areSides(group.partition, remainder.partition))
    return "do not run on the two sides of one split";
  return isMeasured(group, remainder) ? undefined : "the profile has not measured side by side";
}

function describePartition({ partition }: NanoOperation): string {
  const { side, smCount, mechanism } = partition;
  return `${side}, ${smCount} SMs${mechanism === "cta-limit" ? " by CTA limit" : ""}`;
}

import { type Arc, arcsOf } from "../arcs.ts";
import { findDeadlock } from "../cycles.ts";
import type { NanoOperation } from "../nano-operation.ts";
import { OrderDistances } from "../order-distances.ts";
import { formatReference } from "../references.ts";
import { errorAt, type Finding, keysOf, type Subject } from "./finding.ts";

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

/**
 * Checks that nano-operations which cannot share the GPU are ordered, across all layers.
 *
 * @param areSides whether a group and a remainder of so many SMs come from one split
 */
export function checkExclusion(
  subject: Subject,
  areSides: (groupSms: number, remainderSms: number) => boolean,
): Finding[] {
  const { nanoOperations, gpu } = subject.plan;
  const ids = nanoOperations.map(({ id }) => id);
  const order = new OrderDistances(ids, arcsOf(subject.plan));
  return nanoOperations.flatMap((second, index) =>
    nanoOperations.slice(0, index).flatMap((first) => {
      if (order.ordered(first.id, second.id) || mayRunTogether(first, second, areSides)) return [];
      const sum = first.partition.smCount + second.partition.smCount;
      const why =
        sum > gpu.smCount
          ? `take ${sum} of ${gpu.smCount} SMs together`
          : "do not run on the two sides of one split";
      const message = `nothing orders ${first.id} (${describePartition(first)}) and ${second.id} (${describePartition(second)}), which ${why}`;
      return [errorAt(subject, keysOf(subject, second), "order", message)];
    }),
  );
}

function mayRunTogether(
  { partition: a }: NanoOperation,
  { partition: b }: NanoOperation,
  areSides: (groupSms: number, remainderSms: number) => boolean,
): boolean {
  if (a.side === "group" && b.side === "remainder") return areSides(a.smCount, b.smCount);
  if (b.side === "group" && a.side === "remainder") return areSides(b.smCount, a.smCount);
  return false;
}

function describePartition({ partition: { side, smCount } }: NanoOperation): string {
  return `${side}, ${smCount} SMs`;
}

import { errorAt, type Finding, type Subject } from "./finding.ts";

/** Of two figures with two digits after the point, µs. */
const PERIOD_ROUNDING_US = 0.011;

/** Checks that the plan is of the kind that it says. */
export function checkKind(subject: Subject): Finding[] {
  const { kind, reason, nanoBatches, predicted } = subject.plan;
  const fail = (message: string) => [errorAt(subject, ["kind"], "kind", message)];
  if (kind !== "sequential") {
    if (reason !== undefined)
      return fail(`only a sequential plan states a reason, and this is ${kind}`);
    return kind === "nano-batch-only" && nanoBatches.length === 1
      ? fail("a nano-batch-only plan has at least two nano-batches, but this has one")
      : [];
  }
  if (reason === undefined) return fail("a sequential plan states its reason, but this has none");
  if (nanoBatches.length > 1)
    return fail(`a sequential plan has one nano-batch, but this has ${nanoBatches.length}`);
  if (Math.abs(predicted.sequentialUs - predicted.periodUs) > PERIOD_ROUNDING_US)
    return fail("a sequential plan's period is the sequential period");
  return [];
}

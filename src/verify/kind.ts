import { errorAt, type Finding, type Subject } from "./finding.ts";

/** Checks that the plan is of the kind that it says. */
export function checkKind(subject: Subject): Finding[] {
  const { kind, reason, nanoBatches, predicted } = subject.plan;
  const fail = (message: string) => [errorAt(subject, ["kind"], "kind", message)];
  if (kind !== "sequential") {
    return kind === "nano-batch-only" && nanoBatches.length === 1
      ? fail("a nano-batch-only plan has at least two nano-batches, but this has one")
      : [];
  }
  if (reason === undefined) return fail("a sequential plan states its reason, but this has none");
  if (nanoBatches.length > 1)
    return fail(`a sequential plan has one nano-batch, but this has ${nanoBatches.length}`);
  if (predicted.sequentialUs < predicted.periodUs)
    return fail("a sequential plan's period is the sequential period");
  return [];
}

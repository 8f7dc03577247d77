import type { TokenRange } from "../generated/plan.ts";
import type { Operation } from "../ir/op-graph.ts";
import type { NanoOperation } from "../plan/nano-operation.ts";
import { nanoBatchOf } from "../plan/plan-graph.ts";
import { activeTokens, formatTokens, intersection, uncovered } from "../plan/token-ranges.ts";
import { errorAt, type Finding, keysOf, type Subject } from "./finding.ts";

/** Checks that every token goes through every operation of the layer exactly once. */
export function checkTokens(subject: Subject): Finding[] {
  return [
    ...checkNanoBatches(subject),
    ...subject.graph.operations.flatMap((operation) => checkOperation(subject, operation)),
    ...subject.plan.nanoOperations.flatMap((operation) => checkNanoOperation(subject, operation)),
  ];
}

function checkNanoBatches(subject: Subject): Finding[] {
  const { nanoBatches, workload } = subject.plan;
  const findings: Finding[] = [];
  const fail = (keys: (string | number)[], message: string) =>
    findings.push(errorAt(subject, keys, "nano-batches", message));
  let next = 0;
  for (const [index, { id, tokens, decodeTokens, prefillTokens }] of nanoBatches.entries()) {
    const [start, end] = tokens;
    const keys = ["nanoBatches", index];
    if (id !== index) fail([...keys, "id"], `nano-batch ${index} has the id ${id}`);
    if (start > next)
      fail([...keys, "tokens"], `${formatTokens([next, start])} are in no nano-batch`);
    if (start < next)
      fail([...keys, "tokens"], `${formatTokens([start, next])} are in two nano-batches`);
    if (end <= start) fail([...keys, "tokens"], `nano-batch ${id} ends before it starts`);
    if (decodeTokens + prefillTokens !== end - start) {
      const sum = `${decodeTokens} decode and ${prefillTokens} prefill tokens`;
      fail(keys, `nano-batch ${id} has ${sum}, but ${end - start} tokens`);
    }
    next = end;
  }
  const sums = {
    decodeTokens: nanoBatches.reduce((sum, batch) => sum + batch.decodeTokens, 0),
    prefillTokens: nanoBatches.reduce((sum, batch) => sum + batch.prefillTokens, 0),
    denseBatchTokens: next,
  };
  for (const key of ["denseBatchTokens", "decodeTokens", "prefillTokens"] as const) {
    if (sums[key] === workload[key]) continue;
    const what = key === "denseBatchTokens" ? "tokens" : key.replace("Tokens", " tokens");
    fail(
      ["nanoBatches"],
      `the nano-batches hold ${sums[key]} ${what}, the workload ${workload[key]}`,
    );
  }
  return findings;
}

function checkOperation(subject: Subject, operation: Operation): Finding[] {
  const { name } = operation;
  const { nanoBatches, nanoOperations } = subject.plan;
  const parts = nanoOperations.filter((candidate) => candidate.operation === name);
  const wanted = nanoBatches
    .filter((batch) => activeTokens(operation, batch) !== undefined)
    .map((batch) => batch.tokens);
  const missing = uncovered(
    wanted,
    parts.map((part) => part.tokens),
  ).map((range) =>
    errorAt(subject, ["nanoOperations"], "tokens", `${name} leaves out ${formatTokens(range)}`),
  );
  const doubled = parts.flatMap((part, index) =>
    parts.slice(0, index).flatMap((other) => {
      const common = intersection(part.tokens, other.tokens);
      if (common === undefined) return [];
      const message = `${other.id} and ${part.id} both work on ${formatTokens(common)}`;
      return [errorAt(subject, keysOf(subject, part, "tokens"), "tokens", message)];
    }),
  );
  return [...missing, ...doubled];
}

function checkNanoOperation(subject: Subject, nanoOperation: NanoOperation): Finding[] {
  const { plan, graph } = subject;
  const { id, operation, nanoBatch, tokens } = nanoOperation;
  const fail = (key: string, message: string) => [
    errorAt(subject, keysOf(subject, nanoOperation, key), "nano-operation", message),
  ];
  if (id !== `${operation}.${nanoBatch}`)
    return fail("id", `${id} is ${operation} on nano-batch ${nanoBatch}`);
  if (plan.nanoOperations.find((other) => other.id === id) !== nanoOperation)
    return fail("id", `${id} is there twice`);
  const known = graph.operations.find(({ name }) => name === operation);
  if (known === undefined) return fail("operation", `the layer has no operation \`${operation}\``);
  const batch = plan.nanoBatches.find((candidate) => candidate.id === nanoBatch);
  if (batch === undefined) return fail("nanoBatch", `there is no nano-batch ${nanoBatch}`);
  if (activeTokens(known, batch) === undefined) {
    return fail("id", `nano-batch ${nanoBatch} has no ${known.tokens} tokens for ${id}`);
  }
  // Tokens of one kind are consecutive only within a nano-batch.
  const isCovered =
    known.tokens === "all"
      ? nanoBatchOf(plan, nanoOperation) !== undefined
      : sameRange(tokens, batch.tokens);
  if (isCovered) return [];
  return fail(
    "tokens",
    known.tokens === "all"
      ? `${id} works on ${formatTokens(tokens)}, which are not those of nano-batches from ${nanoBatch} on`
      : `${id} works on ${formatTokens(tokens)} instead of ${formatTokens(batch.tokens)}`,
  );
}

function sameRange(a: TokenRange, b: TokenRange): boolean {
  return a[0] === b[0] && a[1] === b[1];
}

import { createHash } from "node:crypto";
import { canonicalJson } from "../files/canonical-json.ts";
import type { Plan } from "../generated/plan.ts";
import { LANES, type NanoOperation } from "./nano-operation.ts";

/** `sha256:` and the digest of the plan's canonical JSON without `hash` and `measured`. */
export function planHash(plan: Omit<Plan, "hash"> & { hash?: string }): string {
  const { hash: _, measured: __, ...hashed } = plan;
  return digestOf(hashed);
}

/** `sha256:` and the digest of a value's JSON with sorted keys and no white space. */
export function digestOf(value: unknown): string {
  return `sha256:${createHash("sha256").update(canonicalJson(value)).digest("hex")}`;
}

/**
 * Rounds the predicted numbers to what a reader can use, puts nano-operations into issue order,
 * and stamps the plan with its hash.
 */
export function withHash(plan: Omit<Plan, "hash"> & { hash?: string }): Plan {
  const rounded = mapValues(plan.predicted, (value) => (value === null ? null : round(value)));
  const [first, ...others] = plan.nanoOperations
    .map((operation) => ({
      ...operation,
      startUs: roundTime(operation.startUs),
      durationUs: roundTime(operation.durationUs),
    }))
    .sort(byIssue);
  const tidy = {
    ...plan,
    predicted: rounded as Plan["predicted"],
    nanoOperations: (first === undefined ? [] : [first, ...others]) as Plan["nanoOperations"],
  };
  return { ...tidy, hash: planHash(tidy) };
}

function mapValues<T extends object>(
  record: T,
  change: (value: number | null) => number | null,
): Record<string, number | null> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

/** µs to hundredths; what is nothing but the rounding of a sum becomes 0. */
function roundTime(us: number): number {
  return Math.round(us * 100) / 100 || 0;
}

/** To hundredths; numbers below ten, such as ratios, keep four digits. */
function round(value: number): number {
  return Math.abs(value) < 10 ? Number(value.toPrecision(4)) : Math.round(value * 100) / 100;
}

function byIssue(a: NanoOperation, b: NanoOperation): number {
  return (
    a.startUs - b.startUs || LANES.indexOf(a.lane) - LANES.indexOf(b.lane) || (a.id < b.id ? -1 : 1)
  );
}

import { createHash } from "node:crypto";
import type { PlanSet } from "../generated/plan-set.ts";
import type { SetProgram } from "../plan-set/plan-set-file.ts";

/**
 * Programs of a set to be made again: that of the steady state, then others in an order that follows
 * from the set's hash, so that each set has another and the same set always the same.
 */
export function sampleOf({ hash, programs }: PlanSet, count: number): SetProgram[] {
  const rank = ({ name, phase }: SetProgram) =>
    phase === "steady" ? "" : createHash("sha256").update(`${hash} ${name}`).digest("hex");
  return programs
    .map((program) => ({ program, rank: rank(program) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .slice(0, count)
    .map(({ program }) => program);
}

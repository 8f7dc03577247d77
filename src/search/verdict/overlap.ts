import {
  clockedUs,
  formsOf,
  type Mode,
  modeUs,
  type SearchProblem,
  type Unit,
} from "../problem/problem.ts";
import type { Solution } from "./solution.ts";

/** A memory or network nano-operation and what runs beside it. */
export interface Overlap {
  guest: string;
  hosts: { id: string; sharedUs: number }[];
  /** Time of the guest with any host, µs. */
  sharedUs: number;
  /** Its time beside these hosts over its time alone on the same partition. */
  slowdown: number;
}

/** Shared times below this share of the period are the ends of kernels, not worth telling. */
const WORTH_TELLING = 0.005;

/** What overlaps with what in a steady-state period. */
export function overlapsOf({
  problem,
  candidate,
}: Pick<Solution, "problem" | "candidate">): Overlap[] {
  const { evaluation, schedule } = candidate;
  const form = formsOf(problem, schedule.modes);
  const sides = sidesOf(problem, schedule.modes);
  return problem.nanoOperations.flatMap((guest, g) => {
    if (sides[g] !== "remainder") return [];
    const hosts = problem.nanoOperations
      .map((id, h) => ({ id, sharedUs: sides[h] === "group" ? sharedUs(evaluation, g, h) : 0 }))
      .filter((host) => host.sharedUs > WORTH_TELLING * evaluation.periodUs);
    if (hosts.length === 0) return [];
    return [
      {
        guest,
        hosts,
        sharedUs: hosts.reduce((sum, host) => sum + host.sharedUs, 0),
        slowdown:
          (evaluation.durationUs[g] as number) /
          clockedUs(problem, form[g] as number, evaluation.stretch),
      },
    ];
  });
}

/** What overlap saves and what it costs, against each nano-operation alone on the whole GPU. */
export function interferenceOf({ problem, candidate }: Solution): {
  savedUs: number;
  lostUs: number;
} {
  const { evaluation } = candidate;
  const inFlightUs = evaluation.durationUs.reduce((sum, time) => sum + time, 0);
  const wholeUs = problem.units.reduce(
    (sum, unit) => sum + wholeUnitUs(problem, unit, evaluation.stretch),
    0,
  );
  return { savedUs: inFlightUs - evaluation.periodUs, lostUs: inFlightUs - wholeUs };
}

function wholeUnitUs(problem: SearchProblem, { modes }: Unit, stretch: number): number {
  const times = modes
    .filter((mode) => problem.modes[mode]?.side === "whole")
    .map((mode) => modeUs(problem, mode, stretch));
  return Math.min(...times);
}

function sidesOf(problem: SearchProblem, modes: readonly number[]): Mode["side"][] {
  const sides = new Array<Mode["side"]>(problem.nanoOperations.length).fill("whole");
  problem.units.forEach(({ members }, u) => {
    for (const member of members) sides[member] = (problem.modes[modes[u] as number] as Mode).side;
  });
  return sides;
}

/** Time in a period in which both are in flight; either may run over the period's end. */
function sharedUs(
  { startUs, durationUs, periodUs }: Solution["candidate"]["evaluation"],
  a: number,
  b: number,
): number {
  const [startA, startB] = [startUs[a] as number, startUs[b] as number];
  const [endA, endB] = [startA + (durationUs[a] as number), startB + (durationUs[b] as number)];
  return [-1, 0, 1].reduce((sum, shift) => {
    const offset = shift * periodUs;
    return sum + Math.max(0, Math.min(endA, endB + offset) - Math.max(startA, startB + offset));
  }, 0);
}

import { MAX_STRETCH } from "../../cost/power.ts";
import { clockedUs, type SearchProblem, unitOfEach } from "../problem/problem.ts";

const known = new WeakMap<SearchProblem, Map<number, boolean>>();

/**
 * Whether a host that some schedule has beside a guest from start to end fits beside it at faster
 * clocks as well, where guests may have become shorter than hosts. Then an LP at a faster clock may
 * ask for such co-runs and still bound the schedule.
 */
export function staysBeside(problem: SearchProblem, host: number, guest: number): boolean {
  const ofProblem = known.get(problem) ?? new Map<number, boolean>();
  known.set(problem, ofProblem);
  const unit = unitOfEach(problem)[host] as number;
  const key = unit * problem.nanoOperations.length + guest;
  const stays = ofProblem.get(key) ?? unitStaysBeside(problem, unit, guest);
  ofProblem.set(key, stays);
  return stays;
}

/** Whether that is so of all members of a unit, in all modes in which it may have the guest beside it. */
function unitStaysBeside(problem: SearchProblem, unit: number, guest: number): boolean {
  const { units, firstForm, formNanoOperation, formUs, formSensitivity, slowdown } = problem;
  const { members = [], modes = [] } = units[unit] ?? {};
  const guests = [...formNanoOperation.keys()].filter((form) => formNanoOperation[form] === guest);
  return modes.every((mode) => {
    const hosts = members.map((_, k) => (firstForm[mode] as number) + k);
    return guests.every((form) => {
      const met = hosts.filter((host) => (slowdown[host * formUs.length + form] as number) > 0);
      const least = Math.min(...met.map((host) => formSensitivity[host] as number));
      if (least >= (formSensitivity[form] as number)) return true;
      return met.reduce((sum, host) => sum + mostOfGuest(problem, host, form), 0) <= 1;
    });
  });
}

/** Most of a guest's work, at any clock, that is done while a host is beside it from start to end. */
function mostOfGuest(problem: SearchProblem, host: number, guest: number): number {
  const { formUs, slowdown } = problem;
  const besideUs = (form: number, other: number, stretch: number) =>
    clockedUs(problem, form, stretch) * (slowdown[form * formUs.length + other] as number);
  // The ratio of two times that grow evenly with the stretch is greatest at one of its ends.
  return Math.max(
    ...[0, MAX_STRETCH].map(
      (stretch) => besideUs(host, guest, stretch) / besideUs(guest, host, stretch),
    ),
  );
}

import { PlannerError } from "../../errors.ts";

/** What ended a search before its end. */
export type Cut = "nodes" | "time" | "signal";

/** Node's timers ring at once beyond this, 24.8 days: no search takes as long. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** A promise for the first of the two ways in which a search may be cut short from outside. */
export function limitsOf(limitS: number | undefined, signal: AbortSignal | undefined) {
  let timer: NodeJS.Timeout | undefined;
  let onAbort = () => {};
  const reached = new Promise<Cut>((resolve) => {
    onAbort = () => resolve("signal");
    if (signal?.aborted) onAbort();
    else signal?.addEventListener("abort", onAbort, { once: true });
    const limitMs = limitS === undefined ? Number.POSITIVE_INFINITY : limitS * 1000;
    if (limitMs <= LONGEST_TIMER_MS) timer = setTimeout(() => resolve("time"), limitMs);
  });
  return {
    reached,
    clear() {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
    },
  };
}

/** The error of a search that was interrupted before it had any plan. */
export function nothingFound(): PlannerError {
  return new PlannerError("E_INTERRUPTED", "the search was interrupted before its first plan");
}

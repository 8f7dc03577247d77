import { type StepRange, usefulTokens } from "../../../src/replay/metrics/steady-part.ts";
import type { StepLog } from "../../../src/replay/replay-log.ts";

/** Of the most requests that ever run at once, those that make a batch full. */
const FULL = 0.98;
/** Parts that are told by themselves: how far a rate strays. */
const PARTS = 3;

/** Where a batch is full while others wait. */
export interface FullPart {
  tokensPerSecond: number;
  seconds: number;
  /** Tokens/s of each third. */
  thirds: number[];
}

/** From the first step with a full batch to the last that left requests waiting; null where that is none. */
export function fullPart(steps: readonly StepLog[]): FullPart | null {
  const most = steps.reduce((found, { running }) => Math.max(found, running), 0);
  const first = steps.findIndex(({ running }) => running >= FULL * most);
  const end = steps.findLastIndex(({ waiting }) => waiting > 0) + 1;
  if (first < 1 || end - first < PARTS) return null;
  const cuts = Array.from({ length: PARTS + 1 }, (_, part) =>
    Math.round(first + (part / PARTS) * (end - first)),
  );
  const thirds = cuts
    .slice(1)
    .map((to, part) => rateOf(steps, { first: cuts[part] as number, end: to }));
  return {
    tokensPerSecond: rateOf(steps, { first, end }),
    seconds: secondsOf(steps, { first, end }),
    thirds,
  };
}

function rateOf(steps: readonly StepLog[], { first, end }: StepRange): number {
  const tokens = steps.slice(first, end).reduce((sum, step) => sum + usefulTokens(step), 0);
  return tokens / secondsOf(steps, { first, end });
}

/** From the arrival of the step before the first. */
function secondsOf(steps: readonly StepLog[], { first, end }: StepRange): number {
  const at = (index: number) => (steps[index] as StepLog).arrivedUs / 1e6;
  return at(end - 1) - at(first - 1);
}

import type { Plan } from "../../generated/plan.ts";
import type { NanoOperation } from "../../plan/nano-operation.ts";
import { criticalPath } from "./critical-path.ts";

/** A nano-operation in one period. */
export interface Bar {
  nanoOperation: NanoOperation;
  /** 0 is the period that is shown; -1 and 1 are its neighbours. */
  period: number;
  startUs: number;
  endUs: number;
  /** Whether the period would shrink with it. */
  critical: boolean;
}

/** What runs between two moments of steady state, in order of start. Periods repeat for ever. */
export function barsBetween(plan: Plan, fromUs: number, toUs: number): Bar[] {
  const { periodUs } = plan.predicted;
  const critical = criticalPath(plan);
  const first = Math.floor(fromUs / periodUs) - 2;
  const last = Math.ceil(toUs / periodUs);
  const bars: Bar[] = [];
  for (let period = first; period <= last; period++) {
    for (const nanoOperation of plan.nanoOperations) {
      const startUs = nanoOperation.startUs + period * periodUs;
      const endUs = startUs + nanoOperation.durationUs;
      if (endUs <= fromUs || startUs >= toUs) continue;
      bars.push({
        nanoOperation,
        period,
        startUs,
        endUs,
        critical: critical.has(nanoOperation.id),
      });
    }
  }
  return bars.sort((a, b) => a.startUs - b.startUs);
}

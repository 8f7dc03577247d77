import { formatNumber } from "../text/units.ts";
import { errorAt, type Finding, type Subject } from "./finding.ts";

/** Periods and speed-ups are rounded. */
const ROUNDING = 0.002;

/**
 * Checks a recorded measurement against itself: the hash leaves it out. Its speed-up is the median of
 * the rounds' ratios, its periods are medians of the rounds. The two differ by less than the rounds
 * of both plans do.
 */
export function checkMeasured(subject: Subject): Finding[] {
  const { measured } = subject.plan;
  if (measured?.sequential === undefined) return [];
  const { periodUs, spread, sequential } = measured;
  const { speedup, verdict } = sequential;
  const ratio = sequential.periodUs / periodUs;
  const findings: Finding[] = [];
  if (Math.abs(speedup / ratio - 1) > 2 * spread + ROUNDING) {
    const message = `the measured speedup is ${formatNumber(speedup)}, but the measured periods make it ${Number(ratio.toPrecision(4))}`;
    findings.push(errorAt(subject, ["measured", "sequential", "speedup"], "numbers", message));
  }
  if ((verdict === "faster" && speedup <= 1) || (verdict === "slower" && speedup >= 1)) {
    const message = `the verdict is ${verdict}, but the measured speedup is ${formatNumber(speedup)}`;
    findings.push(errorAt(subject, ["measured", "sequential", "verdict"], "numbers", message));
  }
  return findings;
}

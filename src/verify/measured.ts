import type { Plan } from "../generated/plan.ts";
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
  if (measured === undefined) return [];
  return [...checkStep(subject, measured), ...checkSequential(subject, measured)];
}

type Measured = NonNullable<Plan["measured"]>;

/** A step is its layers, and what is around them. */
function checkStep(subject: Subject, { periodUs, layers, stepUs, spread }: Measured): Finding[] {
  if (stepUs >= layers * periodUs * (1 - 2 * spread - ROUNDING)) return [];
  const message = `a measured step takes ${formatNumber(stepUs)} µs, less than its ${layers} layers of ${formatNumber(periodUs)} µs`;
  return [errorAt(subject, ["measured", "stepUs"], "numbers", message)];
}

function checkSequential(subject: Subject, measured: Measured): Finding[] {
  const { periodUs, spread, sequential } = measured;
  if (sequential === undefined) return [];
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

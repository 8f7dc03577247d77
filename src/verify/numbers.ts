import { ceilingsWithFp8 } from "../cost/fp8-ceiling.ts";
import type { Profile } from "../generated/profile.ts";
import { countActiveFp8, countParameters } from "../model/parameters.ts";
import { formatNumber } from "../text/units.ts";
import { errorAt, type Finding, keysOf, type Subject } from "./finding.ts";

/** Ratios are recomputed from rounded numbers. */
const RATIO_TOLERANCE = 0.002;
/** Gaps and speed-ups have four digits. */
const DIGITS_TOLERANCE = 6e-4;
/** Periods have two digits after the point: both of a ratio are rounded, µs. */
const PERIOD_ROUNDING_US = 0.011;
/** A lane's nano-operations fit the period, up to what their predicted times vary between layers. */
const LANE_TOLERANCE = 0.1;

/**
 * Checks what is predicted against the ceilings of the GPU that was measured: the share of the compute
 * optimum (NanoFlow, arXiv 2408.12757), the clock and the power.
 */
export function checkCeilings(subject: Subject, profile: Profile): Finding[] {
  const { model, predicted } = subject.plan;
  const { optimalFraction, tokensPerSecondPerGpu, clockMhz, powerW } = predicted;
  const { gpu, power } = profile;
  const fail = (key: string, message: string) =>
    errorAt(subject, ["predicted", key], "numbers", message);
  const findings: Finding[] = [];
  const optimum = computeOptimum(model, ceilingsWithFp8(profile));
  const fraction = tokensPerSecondPerGpu / optimum;
  if (Math.abs(optimalFraction - fraction) > RATIO_TOLERANCE) {
    const message = `the share of the compute optimum is ${formatNumber(optimalFraction)}, but the throughput makes it ${Number(fraction.toPrecision(4))}`;
    findings.push(fail("optimalFraction", message));
  }
  const most = 1 + RATIO_TOLERANCE;
  if (clockMhz > gpu.boostClockMhz * most) {
    const message = `the clock is ${formatNumber(clockMhz)} MHz, above the boost clock of ${formatNumber(gpu.boostClockMhz)} MHz`;
    findings.push(fail("clockMhz", message));
  }
  if (powerW !== null && power.capW !== null && powerW > power.capW * most) {
    const message = `the power is ${formatNumber(powerW)} W, above the cap of ${formatNumber(power.capW)} W`;
    findings.push(fail("powerW", message));
  }
  return findings;
}

/** Each parameter multiplied once a token, at the rate of its type; none where FP8 has no rate. */
function computeOptimum(
  model: Subject["plan"]["model"],
  { gemmFlopsPerSecond, fp8GemmFlopsPerSecond = Number.NaN }: Profile["ceilings"],
): number {
  const fp8 = countActiveFp8(model);
  const bf16Seconds = (2 * (countParameters(model).active - fp8)) / gemmFlopsPerSecond;
  return 1 / (fp8 === 0 ? bf16Seconds : bf16Seconds + (2 * fp8) / fp8GemmFlopsPerSecond);
}

/** Checks the predicted numbers against each other. */
export function checkNumbers(subject: Subject): Finding[] {
  return [
    ...checkProof(subject),
    ...checkRatios(subject),
    ...checkPromise(subject),
    ...checkRate(subject),
    ...checkPeriods(subject),
    ...checkLaneTimes(subject),
    ...checkStarts(subject),
  ];
}

/** A bound and the gap to it come together. */
function checkProof(subject: Subject): Finding[] {
  const { gap, lowerBoundUs } = subject.plan.predicted;
  if ((gap === null) === (lowerBoundUs === null)) return [];
  const [key, present] = gap === null ? ["gap", "bound"] : ["lowerBoundUs", "gap"];
  const message = `${key} is null, but there is a ${present}`;
  return [errorAt(subject, ["predicted", key as string], "numbers", message)];
}

function checkRatios(subject: Subject): Finding[] {
  const { gap, speedup, periodUs, lowerBoundUs, sequentialUs } = subject.plan.predicted;
  const ratios = [
    ...(gap === null || lowerBoundUs === null
      ? []
      : [{ key: "gap", given: gap, expected: periodUs / lowerBoundUs - 1, of: lowerBoundUs }]),
    { key: "speedup", given: speedup, expected: sequentialUs / periodUs, of: periodUs },
  ];
  const allowed = (expected: number, of: number) =>
    DIGITS_TOLERANCE * Math.abs(expected) + (PERIOD_ROUNDING_US / of) * (1 + Math.abs(expected));
  return ratios
    .filter(({ given, expected, of }) => Math.abs(given - expected) > allowed(expected, of))
    .map(({ key, given, expected }) =>
      errorAt(
        subject,
        ["predicted", key],
        "numbers",
        `the ${key} is ${formatNumber(given)}, but the periods make it ${Number(expected.toPrecision(4))}`,
      ),
    );
}

/**
 * What is promised is less than what is predicted. Over all layers the gain may be a little larger than
 * over a period: a pipeline fills as it drains.
 */
function checkPromise(subject: Subject): Finding[] {
  const { speedup, promisedSpeedup } = subject.plan.predicted;
  if (promisedSpeedup === undefined || promisedSpeedup <= speedup * (1 + RATIO_TOLERANCE))
    return [];
  const message = `the promise is ${formatNumber(promisedSpeedup)}, above the speedup of ${formatNumber(speedup)}`;
  return [errorAt(subject, ["predicted", "promisedSpeedup"], "numbers", message)];
}

/** All tokens of the batch in one step, shared by the GPUs. */
function checkRate(subject: Subject): Finding[] {
  const { model, predicted, workload } = subject.plan;
  const { tokensPerSecondPerGpu: given, stepUs } = predicted;
  const expected = (workload.denseBatchTokens / stepUs / model.tensorParallel) * 1e6;
  if (Math.abs(given / expected - 1) <= RATIO_TOLERANCE) return [];
  const message = `the throughput is ${formatNumber(given)} tokens/s per GPU, but the step makes it ${Number(expected.toPrecision(4))}`;
  return [errorAt(subject, ["predicted", "tokensPerSecondPerGpu"], "numbers", message)];
}

function checkPeriods(subject: Subject): Finding[] {
  const { kind, model, predicted } = subject.plan;
  const { periodUs, lowerBoundUs, sequentialUs, stepUs } = predicted;
  const exceeds = (a: number, b: number) => a > b * (1 + RATIO_TOLERANCE);
  const findings: Finding[] = [];
  if (lowerBoundUs !== null && exceeds(lowerBoundUs, periodUs)) {
    const message = `the lower bound is ${formatNumber(lowerBoundUs)} µs, above the period of ${formatNumber(periodUs)} µs`;
    findings.push(errorAt(subject, ["predicted", "lowerBoundUs"], "numbers", message));
  }
  if (kind !== "nano-batch-only" && exceeds(periodUs, sequentialUs)) {
    const message = `the period is ${formatNumber(periodUs)} µs, but the sequential plan takes ${formatNumber(sequentialUs)} µs`;
    findings.push(errorAt(subject, ["predicted", "periodUs"], "numbers", message));
  }
  findings.push(...checkUnoverlapped(subject));
  const periods = fullPeriods(subject);
  if (exceeds(periods * periodUs, stepUs)) {
    const message = `a step takes ${formatNumber(stepUs)} µs, less than the ${periods} periods of ${formatNumber(periodUs)} µs that its ${model.layers} layers fill`;
    findings.push(errorAt(subject, ["predicted", "stepUs"], "numbers", message));
  }
  return findings;
}

/**
 * The split with nothing side by side belongs to the space, so that its bound holds; and the plan was
 * chosen before it.
 */
function checkUnoverlapped(subject: Subject): Finding[] {
  const { kind, nanoBatches, predicted } = subject.plan;
  const { nanoBatchOnlyUs: us, lowerBoundUs, periodUs } = predicted;
  if (us === null) return [];
  const least = kind === "overlapped" ? periodUs : (lowerBoundUs ?? 0);
  const faults = [
    [us < least - PERIOD_ROUNDING_US, `below ${formatNumber(least)} µs, and nothing is shorter`],
    [
      kind === "nano-batch-only" && Math.abs(us - periodUs) > PERIOD_ROUNDING_US,
      `not the plan's period of ${formatNumber(periodUs)} µs`,
    ],
    [kind !== "sequential" && nanoBatches.length === 1, "but the plan cuts nothing"],
  ] as const;
  return faults
    .filter(([isFault]) => isFault)
    .map(([, what]) => {
      const message = `nano-batches without overlap take ${formatNumber(us)} µs, ${what}`;
      return errorAt(subject, ["predicted", "nanoBatchOnlyUs"], "numbers", message);
    });
}

/**
 * Periods of a step that take as long as in the steady state. While the pipeline fills and drains,
 * kernels run alone. That takes as many periods as the last stage, and one at either end. They may
 * be faster than in the steady state, so a step may take less than its layers times the period.
 */
function fullPeriods({ plan: { kind, model, nanoOperations } }: Subject): number {
  if (kind !== "overlapped") return model.layers;
  const lastStage = Math.max(0, ...nanoOperations.map(({ stage }) => stage));
  return Math.max(0, model.layers - lastStage - 2);
}

function checkLaneTimes(subject: Subject): Finding[] {
  const { lanes, nanoOperations, predicted } = subject.plan;
  return Object.keys(lanes).flatMap((lane) => {
    const busyUs = nanoOperations
      .filter((operation) => operation.lane === lane)
      .reduce((sum, { durationUs }) => sum + durationUs, 0);
    if (busyUs <= predicted.periodUs * (1 + LANE_TOLERANCE)) return [];
    const message = `the ${lane} lane is busy for ${busyUs.toFixed(2)} µs, longer than the period of ${formatNumber(predicted.periodUs)} µs`;
    return [errorAt(subject, ["lanes", lane], "numbers", message)];
  });
}

function checkStarts(subject: Subject): Finding[] {
  const { nanoOperations, predicted } = subject.plan;
  return nanoOperations
    .filter(({ startUs }) => startUs > predicted.periodUs * (1 + RATIO_TOLERANCE))
    .map((nanoOperation) => {
      const { id, startUs } = nanoOperation;
      const message = `${id} starts at ${formatNumber(startUs)} µs, after the period's end`;
      return errorAt(subject, keysOf(subject, nanoOperation, "startUs"), "numbers", message);
    });
}

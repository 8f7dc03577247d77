import { basename } from "node:path";
import type { Plan } from "../generated/plan.ts";
import type { Profile } from "../generated/profile.ts";
import { BUILT_IN_MODELS } from "../model/catalog.ts";
import { dateMs, isInFuture } from "../text/calendar.ts";
import { formatNumber } from "../text/units.ts";
import { errorAt, type Finding, noteAt, type Subject } from "./finding.ts";

/** Periods and speed-ups are rounded. */
const ROUNDING = 0.002;
/** A board's mean power may exceed its cap a little: the cap is kept on average over longer times. */
const MOST_OF_CAP = 1.05;
/** What is around the layers may take so many times what is predicted, and as many layers more. */
const MOST_AROUND = 3;
/** Measured clocks were 0.91 to 1.31 of those predicted. */
const LEAST_OF_CLOCK = 0.8;

/**
 * Checks a recorded measurement against itself: the hash leaves it out. Its speed-up is the median of
 * the rounds' ratios, its periods are medians of the rounds. The two differ by less than the rounds
 * of both plans do.
 */
export function checkMeasured(subject: Subject): Finding[] {
  const { measured } = subject.plan;
  if (measured === undefined) return [];
  return [
    ...checkLayers(subject, measured),
    ...checkCommand(subject, measured),
    ...checkPlanNamed(subject, measured),
    ...checkSpread(subject, measured),
    ...checkClock(subject, measured),
    ...checkStep(subject, measured),
    ...checkSequential(subject, measured),
  ];
}

/**
 * Checks a recorded measurement against the GPU that the profile is of, and against the calendar.
 *
 * @param profile without it, only the date is checked
 * @param now of whoever verifies
 */
export function checkMeasuring(
  subject: Subject,
  profile: Profile | undefined,
  now = new Date(),
): Finding[] {
  const { measured } = subject.plan;
  if (measured === undefined) return [];
  const faults = [
    ...(profile === undefined ? [] : faultsOnGpu(measured, profile)),
    ...faultsOfDate(measured, now),
  ];
  return faults.map(([key, message]) => errorAt(subject, ["measured", key], "numbers", message));
}

type Measured = NonNullable<Plan["measured"]>;
type Fault = [key: keyof Measured, message: string];

/** Datasheets name GPUs and clocks otherwise than drivers do: only a measured profile tells. */
function faultsOnGpu({ gpu: name, clockMhz, powerW }: Measured, profile: Profile): Fault[] {
  const { gpu, power, source } = profile;
  if (source !== "measured") return [];
  const faults: Fault[] = [];
  if (name !== gpu.name)
    faults.push(["gpu", `measured on ${name}, but the profile is of ${gpu.name}`]);
  if (clockMhz !== null && clockMhz > gpu.boostClockMhz * (1 + ROUNDING)) {
    const message = `the measured clock is ${formatNumber(clockMhz)} MHz, above the boost clock of ${formatNumber(gpu.boostClockMhz)} MHz`;
    faults.push(["clockMhz", message]);
  }
  if (powerW !== null && power.capW !== null && powerW > power.capW * MOST_OF_CAP) {
    const message = `the measured power is ${formatNumber(powerW)} W, above the cap of ${formatNumber(power.capW)} W`;
    faults.push(["powerW", message]);
  }
  if (powerW !== null && powerW <= power.idleW) {
    const message = `the measured power is ${formatNumber(powerW)} W, no more than the ${formatNumber(power.idleW)} W of an idle GPU`;
    faults.push(["powerW", message]);
  }
  return faults;
}

function faultsOfDate({ measuredAt }: Measured, now: Date): Fault[] {
  if (dateMs(measuredAt) === undefined)
    return [["measuredAt", `measured at "${measuredAt}", which is no date`]];
  if (!/(Z|[+-]\d\d:?\d\d)$/.test(measuredAt)) {
    return [["measuredAt", `measured at "${measuredAt}", which says no time zone`]];
  }
  if (!isInFuture(measuredAt, now)) return [];
  return [["measuredAt", `measured at ${measuredAt}, which is in the future`]];
}

/** `run --layers` may take fewer. */
function checkLayers(subject: Subject, { layers }: Measured): Finding[] {
  const { layers: most } = subject.plan.model;
  if (layers <= most) return [];
  const message = `${layers} layers were measured, but the model has ${most}`;
  return [errorAt(subject, ["measured", "layers"], "numbers", message)];
}

/** The command that measured says how many layers, and whether the sequential plan took turns. */
function checkCommand(subject: Subject, { command, layers, sequential }: Measured): Finding[] {
  const asked = /\s--layers[\s=]+(\d+)/.exec(command)?.[1];
  const due = asked === undefined ? subject.plan.model.layers : Number(asked);
  const compares = /\s--compare\b/.test(command);
  const faults = [
    ...(layers === due ? [] : [`runs ${due} layers, but ${layers} were measured`]),
    ...(sequential === undefined || compares
      ? []
      : ["has no --compare, but the sequential plan was measured"]),
  ];
  return faults.map((fault) =>
    errorAt(subject, ["measured", "command"], "numbers", `the command that measured ${fault}`),
  );
}

/** `run --record` writes into the plan that it ran; that may have been renamed since. */
function checkPlanNamed(subject: Subject, { command }: Measured): Finding[] {
  const ran = /\srun\s.*?([^\s/\\"']+?)\.(?:plan(?:-set)?\.)?ya?ml\b/.exec(command)?.[1];
  if (ran === undefined) return [];
  const { id } = subject.plan.model;
  const other = builtInNamed(ran);
  const at = ["measured", "command"];
  if (other !== undefined && other !== id && !ran.startsWith(id)) {
    const message = `the command that measured ran a plan of ${other}, and this is one of ${id}`;
    return [errorAt(subject, at, "numbers", message)];
  }
  if (basename(subject.document.path).includes(ran)) return [];
  const message = `the command that measured ran ${ran}: was this file called so?`;
  return [noteAt(subject, at, "numbers", message)];
}

/** Of models whose names begin alike, the one of the longest. */
function builtInNamed(file: string): string | undefined {
  const ids = BUILT_IN_MODELS.map(({ id }) => id).filter((id) => file.startsWith(`${id}-`));
  return ids.sort((a, b) => b.length - a.length)[0];
}

function checkSpread(subject: Subject, { samples, spread }: Measured): Finding[] {
  if (samples > 1 || spread === 0) return [];
  const message = `one sample has no spread, but it is ${formatNumber(spread)}`;
  return [errorAt(subject, ["measured", "spread"], "numbers", message)];
}

/** A card under its power cap runs near the clock predicted; far below it something else held it. */
function checkClock(subject: Subject, { clockMhz }: Measured): Finding[] {
  const { clockMhz: predictedMhz } = subject.plan.predicted;
  if (clockMhz === null || clockMhz >= LEAST_OF_CLOCK * predictedMhz) return [];
  const message = `the measured clock is ${formatNumber(clockMhz)} MHz, far below the ${formatNumber(predictedMhz)} MHz predicted: was the card slowed down?`;
  return [noteAt(subject, ["measured", "clockMhz"], "numbers", message)];
}

/** A step is its layers, and what is around them: as much as predicted, or some times that. */
function checkStep(subject: Subject, { periodUs, layers, stepUs, spread }: Measured): Finding[] {
  const { predicted, model } = subject.plan;
  const aroundUs = Math.abs(predicted.stepUs - model.layers * predicted.periodUs);
  const layersUs = layers * periodUs;
  const fail = (relation: string) => {
    const message = `a measured step takes ${formatNumber(stepUs)} µs, ${relation} its ${layers} layers of ${formatNumber(periodUs)} µs`;
    return [errorAt(subject, ["measured", "stepUs"], "numbers", message)];
  };
  if (stepUs < layersUs * (1 - 2 * spread - ROUNDING)) return fail("less than");
  const most = layersUs * (1 + 2 * spread) + MOST_AROUND * (aroundUs + periodUs);
  return stepUs > most ? fail("much more than") : [];
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

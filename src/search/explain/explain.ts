import { formatDuration, formatPercent } from "../../text/units.ts";
import type { Forest } from "../forest/forest.ts";
import type { Objective } from "../forest/objective.ts";
import { structureName } from "../space/structure.ts";
import type { Certificate } from "../verdict/certificate.ts";
import type { Outcome } from "../verdict/outcome.ts";
import { interferenceOf, type Overlap, overlapsOf } from "../verdict/overlap.ts";
import { unmeasuredPairs } from "../verdict/sequential-reason.ts";
import type { Solution } from "../verdict/solution.ts";
import { type Margin, marginText, ROUNDING } from "../verdict/trust.ts";
import { type Bottleneck, bottleneckOf } from "./bottleneck.ts";
import { runnerUp } from "./runner-up.ts";
import { type Widening, wideningsOf } from "./widenings.ts";

/** Why a plan is as it is, for somebody who serves models: figures, and the same in words. */
export interface Explanation {
  overlap: Overlap[];
  bottleneck: Bottleneck;
  widenings: Widening[];
  /** Predicted gain of the best schedule found over the sequential plan, and the margin that it must exceed. */
  trust: Margin & { gain: number; keptApart: number };
  lines: string[];
}

export function explain(parts: {
  objective: Objective;
  forest: Forest;
  outcome: Outcome;
  certificate: Certificate;
}): Explanation {
  const { objective, forest, outcome } = parts;
  const overlap = overlapsOf(outcome.chosen);
  const bottleneck = bottleneckOf(outcome.chosen);
  const widenings = wideningsOf(objective, forest);
  const lines = [
    ...overlapLines(overlap),
    bottleneckLine(bottleneck, outcome.chosen),
    ...trustLines(outcome),
    ...lossLines(outcome, objective),
    ...runnerUp(objective, forest, outcome),
    limitLine(bottleneck, parts.certificate, outcome.chosen),
    "no kernels run side by side that were not measured together: such pairs are kept apart",
    ...keptApartLines(outcome),
    "kernels start as early as their order allows: schedules that wait longer are not in the space",
    ...wideningLines(widenings),
  ];
  const trust = { gain: outcome.gain, ...outcome.margin, keptApart: outcome.keptApart };
  return { overlap, bottleneck, widenings, trust, lines };
}

function overlapLines(overlap: readonly Overlap[]): string[] {
  if (overlap.length === 0) return ["nothing runs side by side"];
  return overlap.map(({ guest, hosts, sharedUs, slowdown }) => {
    const beside = hosts.map(({ id }) => id).join(", ");
    return `${guest} runs beside ${beside} for ${formatDuration(sharedUs)}, ${formatPercent(slowdown - 1, 0)} slower than alone`;
  });
}

function bottleneckLine(bottleneck: Bottleneck, { candidate }: Solution): string {
  const { periodUs } = candidate.evaluation;
  const floors = Object.entries(bottleneck.floorsUs)
    .filter(([, us]) => us > 0)
    .map(([resource, us]) => `${resource} ${formatDuration(us)}`);
  return `bottleneck: ${bottleneck.resource}; of ${formatDuration(periodUs)} this split needs at least ${floors.join(", ")}`;
}

/**
 * What a schedule would gain that was found, but is not trusted; or that the plan's gain is more
 * than its margin.
 */
function trustLines({ kind, best, chosen, gain, margin }: Outcome): string[] {
  if (kind === "sequential") {
    if (gain <= ROUNDING) return [];
    return [
      `a predicted gain of ${formatPercent(gain)}, of ${structureName(best.structure)}, is not trusted: it is ${marginText(margin)}; --min-gain 0 takes it`,
    ];
  }
  if (best.candidate === chosen.candidate)
    return [
      `the predicted gain of ${formatPercent(gain)} is more than may be wrong with it, ${formatPercent(margin.leastGain)}`,
    ];
  return [
    `${structureName(best.structure)} would gain ${formatPercent(gain)}, but is not trusted: that is ${marginText(margin)}`,
  ];
}

/** What made overlap lose, when it did. */
function lossLines(
  { kind, overlapped, sequential, searched, endedEarly }: Outcome,
  objective: Objective,
): string[] {
  if (kind !== "sequential") return [];
  if (!searched) return ["nothing was searched: the plan without overlap was asked for"];
  if (overlapped === undefined)
    return [
      endedEarly
        ? "the search ended before it found a schedule that overlaps anything"
        : "no split was worth searching: bounds on its kernels and their energy rule each out",
    ];
  const { savedUs, lostUs } = interferenceOf(overlapped);
  const { stretch, periodUs } = overlapped.candidate.evaluation;
  const perToken = ({ structure, candidate }: Solution) =>
    objective.usPerToken(structure.batch, candidate.evaluation.periodUs);
  const slower = perToken(overlapped) / perToken(sequential) - 1;
  const power =
    stretch > sequential.candidate.evaluation.stretch
      ? ", at a lower clock, because the cap leaves no power for more at a time"
      : "";
  return [
    `the best overlapped plan (${structureName(overlapped.structure)}, ${formatDuration(periodUs)}) has ${formatDuration(savedUs)} of work side by side and loses ${formatDuration(lostUs)} to smaller shares and interference${power}; per token it is ${formatPercent(Math.abs(slower))} ${slower < 0 ? "faster" : "slower"} than the sequential plan`,
  ];
}

function limitLine(
  { floorsUs, busy }: Bottleneck,
  { gapOfBest }: Certificate,
  { candidate }: Solution,
): string {
  const { periodUs } = candidate.evaluation;
  const [resource, floor] = Object.entries(floorsUs).reduce((a, b) => (b[1] > a[1] ? b : a));
  const room = formatPercent(periodUs / floor - 1, 1);
  const why =
    resource === "energy" && periodUs / floor < 1.02
      ? "the power cap: only less energy per layer would help"
      : busy.compute > 0.97
        ? `the compute lane, which is never idle: faster GEMMs, or less interference with them, would help (${room} above its floor)`
        : `order and interference: the ${resource} floor is ${room} away, and the compute lane idles ${formatPercent(1 - busy.compute, 1)} of the period`;
  const rest =
    gapOfBest === 0
      ? "no more is left in this space"
      : gapOfBest === null
        ? "how much is left in this space nobody knows yet"
        : `at most ${formatPercent(gapOfBest)} is left in this space`;
  return `further gain is limited by ${why}; ${rest}`;
}

/** How to search with pairs that others could stand in for. */
function keptApartLines({ keptApart }: Outcome): string[] {
  if (keptApart === 0) return [];
  return [
    `for ${unmeasuredPairs(keptApart)} other pairs could stand in: --min-gain 0 takes these, and trusts what they gain`,
  ];
}

function wideningLines(widenings: readonly Widening[]): string[] {
  const told = widenings
    .filter(({ structures }) => structures > 0)
    .map(({ name, gain }) => `${name} ${gain > 1e-6 ? formatPercent(gain) : "nothing"}`);
  return [`over the sequential plan, each widening of the space gained: ${told.join("; ")}`];
}

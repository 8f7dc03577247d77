import { formatPercent, NOTHING_PROVEN } from "../report/units.ts";
import type { Forest } from "./forest.ts";
import type { Cut } from "./limits.ts";
import type { Objective } from "./objective.ts";
import type { Outcome } from "./outcome.ts";
import { FINEST_TOLERANCE } from "./rounds.ts";
import { describeSpace, type SearchSpace } from "./space.ts";

/** How far a plan can be from the best. Bounds are periods of the plan's batch, µs. */
export interface Certificate {
  /** Structures of the space. */
  structures: number;
  /** No schedule of any structure of the space has a shorter period, searched or not. */
  lowerBoundUs: number;
  /** Period of the plan over that bound, less 1. */
  gap: number;
  /** The same for the structures that were searched: those with an LP bound, at least. */
  searched: { structures: number; lowerBoundUs: number; gap: number };
  /** Gap of the best schedule found, which doubt about its gain may have kept from being the plan. */
  gapOfBest: number;
  text: string;
}

export function certify(
  space: SearchSpace,
  objective: Objective,
  forest: Forest,
  outcome: Outcome,
  cut: Cut | undefined,
): Certificate {
  const { structure, candidate } = outcome.chosen;
  const { periodUs } = candidate.evaluation;
  const searched = forest.trees.filter(({ withoutOverlap }) => withoutOverlap !== undefined);
  const under = (usPerToken: number) => {
    const boundUs = objective.periodUs(structure.batch, usPerToken);
    const lowerBoundUs = Math.max(NO_BOUND_US, Math.min(periodUs, boundUs));
    return { lowerBoundUs, gap: gapOf(periodUs, lowerBoundUs) };
  };
  const whole = under(forest.bound());
  const gapOfBest = forest.incumbent / forest.bound() - 1;
  const { best } = outcome;
  const bestUs = objective.usPerToken(best.structure.batch, best.candidate.evaluation.periodUs);
  // What overlaps nothing is no plan: it is better by running a kernel on a part of the GPU.
  const overlapsNothing = forest.incumbent < bestUs * (1 - FINEST_TOLERANCE);
  const figures = {
    structures: forest.trees.length,
    ...whole,
    searched: { structures: searched.length, ...under(forest.bound(searched)) },
    gapOfBest,
  };
  const doubt = overlapsNothing ? "it overlaps nothing" : "its gain is not trusted";
  return { ...figures, text: certificateText(figures, doubt, space, forest, cut) };
}

/** What stands for no bound at all, when a search ends before every structure has one. */
const NO_BOUND_US = 1e-3;

function gapOf(periodUs: number, lowerBoundUs: number): number {
  const gap = periodUs / lowerBoundUs - 1;
  return gap > FINEST_TOLERANCE ? gap : 0;
}

function certificateText(
  { structures, gap, searched, gapOfBest }: Omit<Certificate, "text">,
  doubt: string,
  space: SearchSpace,
  forest: Forest,
  cut: Cut | undefined,
): string {
  const best = gapOfBest <= FINEST_TOLERANCE ? "optimal" : `within ${formatPercent(gapOfBest)}`;
  const found =
    gap === 0
      ? "optimal within the space"
      : gap > NOTHING_PROVEN
        ? "nothing is proven of the space yet"
        : gap - gapOfBest > FINEST_TOLERANCE
          ? `within ${formatPercent(gap)} of the optimum of the space (the best schedule found: ${best}, but ${doubt})`
          : `within ${formatPercent(gap)} of the optimum of the space`;
  const others = gap > NOTHING_PROVEN ? "not yet" : "bounded";
  const rest =
    searched.structures === structures
      ? "all searched"
      : `${searched.structures} searched (within ${formatPercent(searched.gap)}), the others ${others}`;
  const sizes = new Set(forest.trees.map(({ structure }) => structure.batch.tokens));
  const batches = sizes.size === 1 ? "" : ` of ${sizes.size} dense batches`;
  const end = cut === undefined ? "searched to the end" : CUTS[cut];
  return (
    `${found}: ${structures} structures${batches} (${describeSpace(space)}), ${rest}; every order, SM share ` +
    `and implementation, small operations kept with their kernel; ${end}`
  );
}

/** How a search was cut short, in words. */
export const CUTS: Readonly<Record<Cut, string>> = {
  nodes: "the node limit ended the search early",
  time: "the time limit ended the search early",
  signal: "an interruption ended the search early",
};

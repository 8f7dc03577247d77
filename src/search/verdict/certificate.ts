import { formatPercent } from "../../text/units.ts";
import type { Forest, Tree } from "../forest/forest.ts";
import type { Objective } from "../forest/objective.ts";
import { FINEST_TOLERANCE } from "../forest/rounds.ts";
import type { Cut } from "../space/limits.ts";
import type { SearchRequest } from "../space/search-request.ts";
import { describeSpace, type SearchSpace } from "../space/space.ts";
import type { Outcome } from "./outcome.ts";

/** How far a plan can be from the best. Bounds are periods of the plan's batch, µs. */
export interface Certificate {
  /** Structures of the space. */
  structures: number;
  /** Of the whole space, searched or not. */
  lowerBoundUs: Proof["lowerBoundUs"];
  gap: Proof["gap"];
  /** The same for the structures that were searched: those with an LP bound, at least. */
  searched: Proof & { structures: number };
  /** Gap of the best schedule found; it may have been rejected because its gain is uncertain. */
  gapOfBest: Proof["gap"];
  text: string;
}

/** What is proven of some structures; null as long as one of them has no bound. */
interface Proof {
  /** No schedule of any of them has a shorter period. */
  lowerBoundUs: number | null;
  /** Period of the plan over that bound, less 1. */
  gap: number | null;
}

export function certify(
  { space, method }: Pick<SearchRequest, "space" | "method">,
  objective: Objective,
  forest: Forest,
  outcome: Outcome,
  cut: Cut | undefined,
): Certificate {
  const { structure, candidate } = outcome.chosen;
  const { periodUs } = candidate.evaluation;
  const searched = forest.trees.filter(
    ({ withoutOverlap, boundUs }) => withoutOverlap !== undefined && boundUs > 0,
  );
  const proofOf = (trees: readonly Tree[]): Proof => {
    if (trees.length === 0 || !forest.isBounded(trees)) return { lowerBoundUs: null, gap: null };
    const boundUs = objective.periodUs(structure.batch, forest.bound(trees));
    const lowerBoundUs = Math.min(periodUs, boundUs);
    return { lowerBoundUs, gap: gapOf(periodUs, lowerBoundUs) };
  };
  const gapOfBest = forest.isBounded() ? forest.incumbent / forest.bound() - 1 : null;
  const { best } = outcome;
  const bestUs = objective.usPerToken(best.structure.batch, best.candidate.evaluation.periodUs);
  // What overlaps nothing is no plan: it is better by running a kernel on a part of the GPU.
  const overlapsNothing = forest.incumbent < bestUs * (1 - FINEST_TOLERANCE);
  const figures = {
    structures: forest.trees.length,
    ...proofOf(forest.trees),
    searched: { structures: searched.length, ...proofOf(searched) },
    gapOfBest,
  };
  const rejection = overlapsNothing ? "it overlaps nothing" : "its gain is not trusted";
  const text =
    method === "none"
      ? "nothing was searched: the plan without overlap was asked for"
      : certificateText(figures, rejection, space, forest, cut);
  return { ...figures, text };
}

function gapOf(periodUs: number, lowerBoundUs: number): number {
  const gap = periodUs / lowerBoundUs - 1;
  return gap > FINEST_TOLERANCE ? gap : 0;
}

function certificateText(
  { structures, gap, searched, gapOfBest }: Omit<Certificate, "text">,
  rejection: string,
  space: SearchSpace,
  forest: Forest,
  cut: Cut | undefined,
): string {
  const others = gap === null ? "not yet" : "bounded";
  const within = searched.gap === null ? "" : ` (within ${formatPercent(searched.gap)})`;
  const rest =
    searched.structures === structures
      ? "all searched"
      : `${searched.structures} searched${within}, the others ${others}`;
  const sizes = new Set(forest.trees.map(({ structure }) => structure.batch.tokens));
  const batches = sizes.size === 1 ? "" : ` of ${sizes.size} dense batches`;
  const end = cut === undefined ? "searched to the end" : CUTS[cut];
  return (
    `${proofText(gap, gapOfBest, rejection)}: ${structures} structures${batches} (${describeSpace(space)}), ${rest}; every order, SM share ` +
    `and implementation, small operations kept with their kernel; ${end}`
  );
}

function proofText(gap: number | null, gapOfBest: number | null, rejection: string): string {
  if (gap === null || gapOfBest === null) return "nothing is proven of the space yet";
  if (gap === 0) return "optimal within the space";
  const within = `within ${formatPercent(gap)} of the optimum of the space`;
  if (gap - gapOfBest <= FINEST_TOLERANCE) return within;
  const best = gapOfBest <= FINEST_TOLERANCE ? "optimal" : `within ${formatPercent(gapOfBest)}`;
  return `${within} (the best schedule found: ${best}, but ${rejection})`;
}

/** How a search was cut short, in words. */
export const CUTS: Readonly<Record<Cut, string>> = {
  nodes: "the node limit ended the search early",
  time: "the time limit ended the search early",
  signal: "an interruption ended the search early",
};

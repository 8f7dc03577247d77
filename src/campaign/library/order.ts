import type { CampaignKernel } from "../jobs/campaign.ts";
import type { Stock } from "./gaps.ts";
import { type Subject, subjectName } from "./subjects.ts";

/** A model's turn: what is missing when those before it are done. */
export interface Turn {
  subject: Subject;
  missing: readonly CampaignKernel[];
  /** Expected time on the GPU. */
  seconds: number;
  /** What is missing when these kernels alone were added to the store. */
  missingAfter(measured: readonly CampaignKernel[]): CampaignKernel[];
}

/** Seconds of a kernel in a lean campaign, with its pairs: means of a run on an H200. */
const SECONDS: Readonly<Record<CampaignKernel["role"], number>> = {
  gemm: 7,
  decode: 4,
  prefill: 4,
  network: 0,
  small: 1.5,
  once: 0.7,
};

/**
 * What completing a model at a parallelism is worth. A model that could not be planned at all counts
 * most; at its smallest parallelism more than at another, since there most is measured.
 */
const VALUE = {
  first: { smallest: 1, other: 0.6 },
  more: { smallest: 0.25, other: 0.1 },
} as const;

export function secondsOf(kernels: readonly CampaignKernel[]): number {
  return kernels.reduce((sum, { role }) => sum + SECONDS[role], 0);
}

/**
 * The order in which models are filled in: always the one next that is worth most for its time, all
 * others at hand that its kernels complete counted with it.
 */
export function inOrderOfValue(subjects: readonly Subject[], stock: Stock): Turn[] {
  const turns: Turn[] = [];
  let known = stock;
  let left = subjects.filter((subject) => known.missing(subject).length > 0);
  const served = new Set(
    subjects.filter((subject) => !left.includes(subject)).map(({ model }) => model.id),
  );
  while (left.length > 0) {
    const rated = left.map((subject) => {
      const missing = known.missing(subject);
      const after = known.with(missing);
      const complete = left.filter((other) => after.missing(other).length === 0);
      const value = complete.reduce((sum, other) => sum + worthOf(other, served), 0);
      const seconds = secondsOf(missing);
      return { subject, missing, seconds, rate: value / seconds };
    });
    const [best] = rated.sort(
      (a, b) => b.rate - a.rate || (subjectName(a.subject) < subjectName(b.subject) ? -1 : 1),
    );
    if (best === undefined) break;
    const { rate: _, ...turn } = best;
    const { subject } = turn;
    turns.push({ ...turn, missingAfter: (measured) => stock.with(measured).missing(subject) });
    known = known.with(turn.missing);
    for (const { model } of left.filter((other) => known.missing(other).length === 0))
      served.add(model.id);
    left = left.filter((other) => known.missing(other).length > 0);
  }
  return turns;
}

function worthOf({ model, smallest }: Subject, served: ReadonlySet<string>): number {
  return VALUE[served.has(model.id) ? "more" : "first"][smallest ? "smallest" : "other"];
}

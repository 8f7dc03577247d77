import type { Size } from "../interpolate.ts";
import { type Job, type Place, WHOLE } from "./job.ts";
import type { Answer } from "./protocol.ts";

/** A job with what came of it. */
export interface Result {
  job: Job;
  answer: Answer;
}

/** One implementation alone at one place and size. */
export interface SoloResult extends Place {
  kernel: number;
  implementation: string;
  size: Size;
  us: number;
  spread: number;
  samples: number;
}

/** What is missing among the best of a sweep counts as this much slower than the last of them. */
const UNRANKED_PENALTY = 1.05;

/** All burst measurements of one implementation alone, from sweeps and from single jobs. */
export function soloResults(results: readonly Result[]): SoloResult[] {
  return results.flatMap(({ job, answer }) => {
    if (answer.status !== "ok" || (job.type !== "sweep" && job.type !== "solo")) return [];
    const { kernel, size, side, split } = job;
    const rows =
      job.type === "sweep"
        ? (answer.results ?? []).slice(0, job.top) // the others were only glanced at
        : [{ ...answer, impl: job.implementation, medianUs: answer.medianUs ?? 0 }];
    return rows
      .filter(({ medianUs = 0 }) => medianUs > 0)
      .map(({ impl, medianUs = 0, spread = 0, samples = 1 }) => ({
        kernel,
        implementation: impl,
        size,
        side,
        split,
        us: medianUs,
        spread,
        samples,
      }));
  });
}

/**
 * What a campaign has found so far, for the jobs that depend on it. Made anew for every stage, so
 * that looking things up does not keep the GPU waiting.
 */
export class Findings {
  readonly #results: readonly Result[];
  readonly #solos = new Map<string, SoloResult[]>();
  readonly #ranks = new Map<string, string[]>();

  constructor(results: readonly Result[]) {
    this.#results = results;
    for (const row of soloResults(results)) {
      const key = placeKey(row.kernel, row);
      const here = this.#solos.get(key) ?? [];
      this.#solos.set(key, here);
      here.push(row);
    }
  }

  /** Implementations of a kernel at a place, by their mean time over the best at each size. */
  rankAlone(kernel: number, place: Place): readonly string[] {
    const key = placeKey(kernel, place);
    const known = this.#ranks.get(key);
    if (known !== undefined) return known;
    const ranked = rank(this.#solos.get(key) ?? []);
    this.#ranks.set(key, ranked);
    return ranked;
  }

  /** The fastest implementation on the whole GPU, at the measured size nearest to one. */
  bestOnWhole(kernel: number, size: Size): string | undefined {
    const distance = (other: Size) =>
      Math.abs(Math.log(other.tokens / size.tokens)) +
      Math.abs(Math.log((other.context + 1) / (size.context + 1)));
    const rows = this.#solos.get(placeKey(kernel, WHOLE)) ?? [];
    return rows.toSorted((a, b) => distance(a.size) - distance(b.size) || a.us - b.us)[0]
      ?.implementation;
  }

  /**
   * Implementations measured in company at a split, by how little the pair loses: own time times
   * the partner's slowdown.
   */
  rankInCompany(kernel: number, split: number): string[] {
    const scores = this.#results.flatMap(({ job, answer }) => {
      if (job.type !== "pair" || job.split !== split || job.a.kernel !== kernel) return [];
      const { aUs, bUs, bAloneUs } = answer;
      if (answer.status !== "ok" || !aUs || !bUs || !bAloneUs) return [];
      return [{ implementation: job.a.implementation, score: (aUs * bUs) / bAloneUs }];
    });
    const sorted = scores.sort((a, b) => a.score - b.score);
    return [...new Set(sorted.map(({ implementation }) => implementation))];
  }
}

function rank(rows: readonly SoloResult[]): string[] {
  const bySize = new Map<string, Map<string, number>>();
  for (const { size, implementation, us } of rows) {
    const key = `${size.tokens} ${size.context}`;
    const row = bySize.get(key) ?? new Map<string, number>();
    bySize.set(key, row.set(implementation, us));
  }
  const names = [...new Set(rows.map((row) => row.implementation))];
  const scores = names.map((implementation) => {
    let score = 0;
    for (const row of bySize.values()) {
      const best = Math.min(...row.values());
      const worst = Math.max(...row.values());
      score += (row.get(implementation) ?? worst * UNRANKED_PENALTY) / best;
    }
    return { implementation, score };
  });
  return scores.sort((a, b) => a.score - b.score).map(({ implementation }) => implementation);
}

function placeKey(kernel: number, { side, split }: Place): string {
  return `${kernel} ${side} ${split}`;
}

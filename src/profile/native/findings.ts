import type { KernelUse } from "../../ir/op-graph.ts";
import { isGemm, type Size } from "../interpolate.ts";
import { kernelKey } from "../kernel-key.ts";
import { type Split, splitId } from "../split.ts";
import { type Job, type Place, placeKey, WHOLE } from "./job.ts";
import type { Answer, SweepResult } from "./protocol.ts";

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

/** Burst measurements of one implementation alone, from sweeps and from single jobs. */
export function soloResults(results: readonly Result[], heldOut = false): SoloResult[] {
  return results.flatMap(({ job, answer }) => {
    if (answer.status !== "ok" || (job.type !== "sweep" && job.type !== "solo")) return [];
    if ((job.type === "solo" && job.heldOut === true) !== heldOut) return [];
    const { kernel, size, side, split } = job;
    const place: Place = split === undefined ? { side } : { side, split };
    const rows =
      job.type === "sweep"
        ? sampled(job.top, answer)
        : [{ ...answer, impl: job.implementation, medianUs: answer.medianUs ?? 0 }];
    return rows
      .filter(({ medianUs = 0 }) => medianUs > 0)
      .map(({ impl, medianUs = 0, spread = 0, samples = 1 }) => ({
        ...{ kernel, implementation: impl, size, ...place },
        ...{ us: medianUs, spread, samples },
      }));
  });
}

/** The rows of a sweep that were sampled with care: the fastest, and cuBLASLt's own choice. */
function sampled(top: number, { results = [], default: own }: Answer): readonly SweepResult[] {
  return results.filter(({ impl }, index) => index < top || impl === own);
}

/** What one check of an implementation vouches for: a GEMM's code is one for all shapes. */
export function checkKey(kernel: KernelUse | undefined, implementation: string): string {
  if (kernel === undefined) return implementation;
  return `${isGemm(kernel.kind) ? kernel.kind : kernelKey(kernel)} ${implementation}`;
}

/** The results without implementations that failed their check. */
export function trusted(results: readonly Result[], kernels: readonly KernelUse[]): Result[] {
  const failed = new Set(
    results.flatMap(({ job, answer }) =>
      job.type === "check" && answer.status !== "ok"
        ? [checkKey(kernels[job.kernel], job.implementation)]
        : [],
    ),
  );
  if (failed.size === 0) return [...results];
  const fails = (kernel: number, name: string) => failed.has(checkKey(kernels[kernel], name));
  return results.flatMap((result) => {
    const { job, answer } = result;
    if (job.type === "sweep") {
      const rows = sampled(job.top, answer).filter(({ impl }) => !fails(job.kernel, impl));
      return [{ job: { ...job, top: rows.length }, answer: { ...answer, results: rows } }];
    }
    const used =
      job.type === "pair"
        ? [job.a, job.b]
        : job.type === "mix"
          ? job.parts
          : "implementation" in job && job.type !== "check"
            ? [job]
            : [];
    return used.some((use) => fails(use.kernel, use.implementation)) ? [] : [result];
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
  readonly #checked: ReadonlyMap<string, boolean>;
  readonly #kernels: readonly KernelUse[];

  constructor(results: readonly Result[], kernels: readonly KernelUse[]) {
    this.#kernels = kernels;
    this.#checked = new Map(
      results.flatMap(({ job, answer }) =>
        job.type === "check"
          ? [[checkKey(kernels[job.kernel], job.implementation), answer.status === "ok"] as const]
          : [],
      ),
    );
    this.#results = trusted(results, kernels);
    for (const row of soloResults(this.#results)) {
      const key = `${row.kernel} ${placeKey(row)}`;
      const here = this.#solos.get(key) ?? [];
      this.#solos.set(key, here);
      here.push(row);
    }
  }

  /** Whether an implementation passed its check; undefined when it was not checked. */
  passed(kernel: number, implementation: string): boolean | undefined {
    return this.#checked.get(checkKey(this.#kernels[kernel], implementation));
  }

  /** All implementations of a kernel that were timed, wherever. */
  timed(kernel: number): string[] {
    const rows = [...this.#solos.values()].flat().filter((row) => row.kernel === kernel);
    return [...new Set(rows.map(({ implementation }) => implementation))];
  }

  /** Implementations that were timed at one place and size. */
  timedAt(kernel: number, size: Size, place: Place): string[] {
    const rows = this.#solos.get(`${kernel} ${placeKey(place)}`) ?? [];
    return rows
      .filter(({ size: { tokens, context } }) => tokens === size.tokens && context === size.context)
      .map(({ implementation }) => implementation);
  }

  /** Implementations of a kernel at a place, by their mean time over the best at each size. */
  rankAlone(kernel: number, place: Place): readonly string[] {
    const key = `${kernel} ${placeKey(place)}`;
    const known = this.#ranks.get(key);
    if (known !== undefined) return known;
    const ranked = rank(this.#solos.get(key) ?? []);
    this.#ranks.set(key, ranked);
    return ranked;
  }

  /** The fastest implementation at a place, at the measured size nearest to one. */
  best(kernel: number, size: Size, place: Place = WHOLE): string | undefined {
    const distance = (other: Size) =>
      Math.abs(Math.log(other.tokens / size.tokens)) +
      Math.abs(Math.log((other.context + 1) / (size.context + 1)));
    const rows = this.#solos.get(`${kernel} ${placeKey(place)}`) ?? [];
    return rows.toSorted((a, b) => distance(a.size) - distance(b.size) || a.us - b.us)[0]
      ?.implementation;
  }

  /** What cuBLASLt would choose by itself, at the measured token count nearest to one. */
  defaultOf(kernel: number, tokens: number, place: Place): string | undefined {
    const sweeps = this.#results.flatMap(({ job, answer }) =>
      job.type === "sweep" &&
      job.kernel === kernel &&
      placeKey(job) === placeKey(place) &&
      answer.default !== undefined
        ? [{ name: answer.default, distance: Math.abs(job.size.tokens - tokens) }]
        : [],
    );
    return sweeps.sort((a, b) => a.distance - b.distance)[0]?.name;
  }

  /**
   * Implementations measured in company at a split, by how little the pair loses: own time times
   * the partner's slowdown.
   */
  rankInCompany(kernel: number, split: Split): string[] {
    const scores = this.#results.flatMap(({ job, answer }) => {
      if (job.type !== "pair" || job.a.kernel !== kernel || job.heldOut) return [];
      if (splitId(job.split) !== splitId(split)) return [];
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

import type { Size } from "../../cost/curve/interpolate.ts";
import { type Split, splitId } from "../../cost/table/split.ts";
import type { KernelUse } from "../../ir/op-graph.ts";
import { type JobUse, type Place, placeKey, WHOLE } from "./job.ts";
import { checkKey, type Result, type SoloResult, soloResults, trusted } from "./results.ts";

/** What is missing among the best of a sweep counts as this much slower than the last of them. */
const UNRANKED_PENALTY = 1.05;

/**
 * What a campaign has found so far, for the jobs that depend on it. Made anew for every stage, so
 * that looking things up does not keep the GPU waiting.
 */
export class Findings {
  readonly #results: readonly Result[];
  readonly #solos = new Map<string, SoloResult[]>();
  readonly #pairs = new Map<string, PairResult[]>();
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
      append(this.#solos, `${row.kernel} ${placeKey(row)}`, row);
    }
    for (const { job, answer } of this.#results) {
      if (job.type !== "pair" || job.heldOut) continue;
      const { aUs, bUs, bAloneUs } = answer;
      if (answer.status !== "ok" || !aUs || !bUs || !bAloneUs) continue;
      const { kernel, implementation, size } = job.a;
      const score = (aUs * bUs) / bAloneUs;
      const row = { implementation, size, partner: job.b.kernel, score };
      append(this.#pairs, `${kernel} ${splitId(job.split)}`, row);
    }
  }

  /** Times of kernels alone, but for those of points that were measured before. */
  firstTimes(): SoloResult[] {
    return [...this.#solos.values()].flat().filter(({ again }) => !again);
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

  /** SM clocks that kernels kept back to back; the lowest of their visits. */
  sustainedClocks(): { use: JobUse; clockMhz: number }[] {
    const found = new Map<string, { use: JobUse; clockMhz: number }>();
    for (const { job, answer } of this.#results) {
      if (job.type !== "sustained" || answer.status !== "ok" || !answer.clockMhz) continue;
      const key = `${job.kernel} ${job.implementation} ${job.size.tokens} ${job.size.context}`;
      const clockMhz = Math.min(answer.clockMhz, found.get(key)?.clockMhz ?? answer.clockMhz);
      found.set(key, { use: job, clockMhz });
    }
    return [...found.values()];
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
    const rows = (this.#solos.get(`${kernel} ${placeKey(place)}`) ?? []).map((row) => ({
      ...row,
      distance:
        Math.abs(Math.log(row.size.tokens / size.tokens)) +
        Math.abs(Math.log((row.size.context + 1) / (size.context + 1))),
    }));
    return rows.sort((a, b) => a.distance - b.distance || a.us - b.us)[0]?.implementation;
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
   * Implementations measured co-running at a split, by how little the pair loses: own time times
   * the partner's slowdown.
   */
  rankCoRunning(kernel: number, split: Split): string[] {
    const sorted = this.#coRunning(kernel, split).toSorted((a, b) => a.score - b.score);
    return [...new Set(sorted.map(({ implementation }) => implementation))];
  }

  /** Of those measured beside a partner at the size nearest to one, the one that loses least. */
  bestCoRunning(
    kernel: number,
    partner: number,
    split: Split,
    { tokens }: Size,
  ): string | undefined {
    const distance = (size: Size) => Math.abs(Math.log(size.tokens / tokens));
    return this.#coRunning(kernel, split)
      .filter((entry) => entry.partner === partner)
      .sort((a, b) => distance(a.size) - distance(b.size) || a.score - b.score)[0]?.implementation;
  }

  #coRunning(kernel: number, split: Split): readonly PairResult[] {
    return this.#pairs.get(`${kernel} ${splitId(split)}`) ?? [];
  }
}

/** One implementation of a kernel beside a partner. */
interface PairResult {
  implementation: string;
  size: Size;
  partner: number;
  /** µs; how much the pair loses. */
  score: number;
}

function append<Row>(rows: Map<string, Row[]>, key: string, row: Row): void {
  const here = rows.get(key);
  if (here === undefined) rows.set(key, [row]);
  else here.push(row);
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

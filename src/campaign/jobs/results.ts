import { isGemm, type Size } from "../../cost/curve/interpolate.ts";
import { comesInClusters } from "../../cost/curve/tile-rows.ts";
import type { KernelUse } from "../../ir/op-graph.ts";
import { kernelName } from "../../store/kernel-name.ts";
import type { Answer, SweepResult } from "../session/protocol.ts";
import { type Job, type Place, placeKey } from "./job.ts";

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
  /** Of a point that was measured before. */
  again?: true;
  /** Of two measurements, one of them again. */
  repeated?: true;
}

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
        ...(job.type === "solo" && job.again && { again: true as const }),
      }));
  });
}

/**
 * Points that were measured twice as one: the mean of both times. How far they disagree is spread, if
 * it is more than that of either.
 */
export function withRepeats(solos: readonly SoloResult[]): SoloResult[] {
  const repeats = new Map(
    solos.filter(({ again }) => again).map((row) => [pointKey(row), row] as const),
  );
  return solos
    .filter(({ again }) => !again)
    .map((first) => {
      const second = repeats.get(pointKey(first));
      if (second === undefined) return first;
      const us = (first.us + second.us) / 2;
      const apart = Math.abs(first.us - second.us) / us;
      const spread = Math.max(first.spread, second.spread, apart);
      return { ...first, us, spread, samples: first.samples + second.samples, repeated: true };
    });
}

function pointKey({ kernel, implementation, size, ...place }: SoloResult): string {
  return [kernel, implementation, size.tokens, size.context, placeKey(place)].join(" ");
}

/** The rows of a sweep that were sampled with care: the fastest, and cuBLASLt's own choice. */
function sampled(top: number, { results = [], default: own }: Answer): readonly SweepResult[] {
  return results.filter(({ impl }, index) => index < top || impl === own);
}

/** What one check of an implementation vouches for: a GEMM's code is one for all shapes of its formats. */
export function checkKey(kernel: KernelUse | undefined, implementation: string): string {
  if (kernel === undefined) return implementation;
  const code = isGemm(kernel.kind) ? kernelName({ ...kernel, shape: {} }) : kernelName(kernel);
  return `${code} ${implementation}`;
}

/**
 * Whether a program that learns on the GPU which rows go to which expert can launch it. cuBLASLt
 * cannot: it needs the sizes of each expert's product on the host.
 */
function launchable(kernel: KernelUse | undefined, implementation: string): boolean {
  return kernel?.kind !== "grouped_gemm" || implementation.startsWith("own.");
}

/** Whether a place leaves a product in thread block clusters the SMs that it needs only by chance. */
function crowdedOut({ side, split }: Place, implementation: string): boolean {
  const scattered = split?.mechanism === "cta-limit" && side === "group";
  return scattered && comesInClusters(implementation);
}

/**
 * The results without implementations that failed their check, that no engine could launch, or that
 * no plan uses at their place.
 */
export function trusted(results: readonly Result[], kernels: readonly KernelUse[]): Result[] {
  const failed = new Set(
    results.flatMap(({ job, answer }) =>
      job.type === "check" && answer.status !== "ok"
        ? [checkKey(kernels[job.kernel], job.implementation)]
        : [],
    ),
  );
  const fails = (kernel: number, name: string) =>
    failed.has(checkKey(kernels[kernel], name)) || !launchable(kernels[kernel], name);
  return results.flatMap((result) => {
    const { job, answer } = result;
    if (job.type === "sweep") {
      const rows = sampled(job.top, answer).filter(
        ({ impl }) => !fails(job.kernel, impl) && !crowdedOut(job, impl),
      );
      return [{ job: { ...job, top: rows.length }, answer: { ...answer, results: rows } }];
    }
    const used =
      job.type === "pair" || job.type === "sustained-pair"
        ? [job.a, job.b]
        : job.type === "mix" || job.type === "held"
          ? job.parts
          : job.type === "capped"
            ? [job, job.beside]
            : "implementation" in job && job.type !== "check"
              ? [job]
              : [];
    return used.some((use) => fails(use.kernel, use.implementation)) ? [] : [result];
  });
}

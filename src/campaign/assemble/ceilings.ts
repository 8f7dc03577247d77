import { PlannerError } from "../../errors.ts";
import type { Profile } from "../../generated/profile.ts";
import type { KernelUse } from "../../ir/op-graph.ts";
import type { Campaign } from "../jobs/campaign.ts";
import type { Result, SoloResult } from "../jobs/results.ts";
import { rounded } from "./rounded.ts";

const BF16_BYTES = 2;

/**
 * The best that the GPU did in each resource.
 *
 * @throws PlannerError `E_NATIVE` when compute or memory was not measured
 */
export function ceilingsOf(
  campaign: Campaign,
  results: readonly Result[],
  solos: readonly SoloResult[],
): Profile["ceilings"] {
  const kernelAt = (index: number) => campaign.kernels[index]?.kernel;
  const whole = solos.filter(({ side }) => side === "whole");
  const rateOf = (row: SoloResult, formats: Formats) =>
    gemmRate(kernelAt(row.kernel), formats, row.size.tokens, row.us);
  const burst = whole.map((row) => rateOf(row, "bf16"));
  const fp8 = Math.max(0, ...whole.map((row) => rateOf(row, "fp8")));
  const sustained = results.map(({ job, answer }) =>
    job.type === "sustained" && answer.status === "ok"
      ? gemmRate(kernelAt(job.kernel), "bf16", job.size.tokens, answer.medianUs)
      : 0,
  );
  const network = whole.map((row) => busRate(kernelAt(row.kernel), row.size.tokens, row.us));
  const copy = results.find(({ job }) => job.type === "copy")?.answer.bytesPerSecond ?? 0;
  const best = {
    gemm: Math.max(0, ...burst),
    sustained: Math.max(0, ...sustained),
    network: Math.max(0, ...network),
  };
  for (const [what, value] of [
    ["no GEMM could be timed", best.gemm],
    ["the copy speed could not be measured", copy],
  ] as const)
    if (!(value > 0)) throw incomplete(what, results);
  return {
    gemmFlopsPerSecond: rounded(best.gemm),
    ...(best.sustained > 0 && { sustainedGemmFlopsPerSecond: rounded(best.sustained) }),
    ...(fp8 > 0 && { fp8GemmFlopsPerSecond: rounded(fp8) }),
    copyBytesPerSecond: rounded(copy),
    networkBytesPerSecond: best.network > 0 ? rounded(best.network) : null,
  };
}

type Formats = "bf16" | "fp8";

/** FLOP/s of a GEMM of such operands; 0 for other kernels. */
function gemmRate(
  kernel: KernelUse | undefined,
  formats: Formats,
  tokens: number,
  us: number | undefined,
): number {
  if (kernel?.kind !== "gemm" || !us) return 0;
  if ((kernel.variant?.operands === undefined) !== (formats === "bf16")) return 0;
  const { n = 0, k = 0 } = kernel.shape;
  return (2 * tokens * n * k) / (us * 1e-6);
}

/** NCCL's bus bandwidth of an all-reduce: 2 (ranks - 1) / ranks x bytes / time. */
function busRate(kernel: KernelUse | undefined, tokens: number, us: number): number {
  if (kernel?.kind !== "all_reduce") return 0;
  const { hidden = 0, ranks = 1 } = kernel.shape;
  return ((2 * (ranks - 1)) / ranks) * ((tokens * hidden * BF16_BYTES) / (us * 1e-6));
}

function incomplete(what: string, results: readonly Result[]): PlannerError {
  const failed = results.find(({ answer }) => answer.status === "error")?.answer.message;
  return new PlannerError("E_NATIVE", failed === undefined ? what : `${what}: ${failed}`, {
    remedy: "Give the campaign more time with --budget, or run it again with --resume.",
  });
}

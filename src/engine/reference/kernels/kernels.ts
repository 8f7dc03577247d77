import type { ProgramKernel } from "../../../generated/program.ts";
import { attention, ropeKvAppend } from "./attention.ts";
import type { Kernel } from "./call.ts";
import { allReduce, allReduceNorm } from "./collectives.ts";
import { embedding, gemm, rmsNorm, sampling, siluMul } from "./dense.ts";
import { groupedGemm, moeCombine, moePermute, router } from "./experts.ts";
import { quantiseRows } from "./quantised.ts";

const KERNELS: Readonly<Record<ProgramKernel["kind"], Kernel>> = {
  gemm,
  grouped_gemm: groupedGemm,
  decode_attention: attention,
  prefill_attention: attention,
  rms_norm: rmsNorm,
  rope_kv_append: ropeKvAppend,
  silu_mul: siluMul,
  quantise_rows: quantiseRows,
  router,
  moe_permute: moePermute,
  moe_combine: moeCombine,
  all_reduce: allReduce,
  all_reduce_norm: allReduceNorm,
  embedding,
  sampling,
};

export function kernelOf(kind: ProgramKernel["kind"]): Kernel {
  return KERNELS[kind];
}

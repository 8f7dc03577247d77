import type { ProgramKernel } from "../../../generated/program.ts";
import { attention, ropeKvAppend } from "./attention.ts";
import { input, type Kernel } from "./call.ts";
import { embedding, gemm, rmsNorm, sampling, siluMul } from "./dense.ts";
import { groupedGemm, moeCombine, moePermute, router } from "./experts.ts";

/** What a GPU gives to the sum; the engine adds up. */
const allReduce: Kernel = (call) => ({ output: input(call, "input") });

const KERNELS: Readonly<Record<ProgramKernel["kind"], Kernel>> = {
  gemm,
  grouped_gemm: groupedGemm,
  decode_attention: attention,
  prefill_attention: attention,
  rms_norm: rmsNorm,
  rope_kv_append: ropeKvAppend,
  silu_mul: siluMul,
  router,
  moe_permute: moePermute,
  moe_combine: moeCombine,
  all_reduce: allReduce,
  embedding,
  sampling,
};

export function kernelOf(kind: ProgramKernel["kind"]): Kernel {
  return KERNELS[kind];
}

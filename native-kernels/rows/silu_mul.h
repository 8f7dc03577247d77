#pragma once

#include <cuda_bf16.h>
#include <cuda_fp8.h>

#include "../device/placement.h"

namespace nanoflow {

/**
 * SwiGLU activation (Shazeer 2020): output[i, j] = silu(gateUp[i, j]) * gateUp[i, width + j]. The output may be FP8 with a
 * scale a row (fp8.cuh); then it is never rounded to bf16.
 */
struct SiluMul {
  const __nv_bfloat16* gateUp = nullptr;  ///< [tokens, 2 * width], gate then up
  __nv_bfloat16* output = nullptr;        ///< [tokens, width]; not used where `quantised` is there
  int tokens = 0;
  int width = 0;                       ///< a multiple of 8; in FP8 at most 32768
  __nv_fp8_e4m3* quantised = nullptr;  ///< the output in FP8, or null: in bf16
  float* scales = nullptr;             ///< [tokens], of `quantised`
};

void siluMul(const SiluMul& arguments, const Placement& placement);

}  // namespace nanoflow

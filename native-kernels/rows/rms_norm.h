#pragma once

#include <cuda_bf16.h>
#include <cuda_fp8.h>

#include "../device/placement.h"

namespace nanoflow {

/**
 * Residual add and RMSNorm (Zhang and Sennrich 2019) in one pass.
 *
 *   residual += input;  output = residual / sqrt(mean(residual^2) + epsilon) * weight
 *
 * All tensors bf16, row-major [tokens, hidden]; sums in fp32 of the rounded residual. The output may be FP8 instead, with
 * a scale a row (fp8.cuh); then it is never rounded to bf16.
 */
struct RmsNorm {
  const __nv_bfloat16* input = nullptr;   ///< null: the residual holds the sum already, and is only read
  __nv_bfloat16* residual = nullptr;      ///< read and written
  const __nv_bfloat16* weight = nullptr;  ///< [hidden]
  __nv_bfloat16* output = nullptr;  ///< not used where `quantised` is there
  int tokens = 0;
  int hidden = 0;  ///< a multiple of 8, at most 16384
  float epsilon = 1e-5f;
  __nv_fp8_e4m3* quantised = nullptr;  ///< the output in FP8, or null: in bf16
  float* scales = nullptr;             ///< [tokens], of `quantised`
};

void rmsNorm(const RmsNorm& arguments, const Placement& placement);

}  // namespace nanoflow

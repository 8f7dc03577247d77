#pragma once

#include <cuda_bf16.h>
#include <cuda_fp8.h>

#include "../device/placement.h"

namespace nanoflow {

/**
 * bf16 rows into FP8 rows with a scale each (fp8.cuh).
 *
 *   scale[i] = max(amax_i, 2^-100) / 448;  output[i, j] = e4m3(input[i, j] / scale[i])
 */
struct QuantiseRows {
  const __nv_bfloat16* input = nullptr;  ///< [tokens, width]
  __nv_fp8_e4m3* output = nullptr;       ///< [tokens, width]
  float* scales = nullptr;               ///< [tokens]
  int tokens = 0;
  int width = 0;  ///< a multiple of 8, at most 32768
};

void quantiseRows(const QuantiseRows& arguments, const Placement& placement);

}  // namespace nanoflow

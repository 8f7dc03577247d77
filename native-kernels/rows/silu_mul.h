#pragma once

#include <cuda_bf16.h>

#include "../device/placement.h"

namespace nanoflow {

/**
 * SwiGLU activation (Shazeer 2020): output[i, j] = silu(gateUp[i, j]) * gateUp[i, width + j].
 */
struct SiluMul {
  const __nv_bfloat16* gateUp = nullptr;  ///< [tokens, 2 * width], gate then up
  __nv_bfloat16* output = nullptr;        ///< [tokens, width]
  int tokens = 0;
  int width = 0;  ///< a multiple of 8
};

void siluMul(const SiluMul& arguments, const Placement& placement);

}  // namespace nanoflow

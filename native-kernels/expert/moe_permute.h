#pragma once

#include <cuda_bf16.h>
#include <cuda_fp8.h>

#include "../device/placement.h"

namespace nanoflow {

/**
 * output[r] = input[sourceRows[r]]: copies each token once per chosen expert, in expert order (router.h).
 *
 * With `expertRows` every token is read once and written to all its rows, which is faster; `sourceRows` is not needed then.
 * The output may be FP8 with a scale a row (fp8.cuh), which takes `expertRows`.
 */
struct MoePermute {
  const __nv_bfloat16* input = nullptr;  ///< [tokens, hidden]
  const int* sourceRows = nullptr;       ///< [rows]
  __nv_bfloat16* output = nullptr;       ///< [rows, hidden]; not used where `quantised` is there
  int rows = 0;                          ///< tokens * expertsPerToken
  int hidden = 0;                        ///< a multiple of 8; in FP8 at most 16384
  const int* expertRows = nullptr;       ///< [tokens, expertsPerToken], row of the token's j-th expert; or null
  int expertsPerToken = 0;               ///< of `expertRows`
  __nv_fp8_e4m3* quantised = nullptr;    ///< the output in FP8, or null: in bf16
  float* scales = nullptr;               ///< [rows], of `quantised`
};

void moePermute(const MoePermute& arguments, const Placement& placement);

}  // namespace nanoflow

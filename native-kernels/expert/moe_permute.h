#pragma once

#include <cuda_bf16.h>

#include "../device/placement.h"

namespace nanoflow {

/**
 * output[r] = input[sourceRows[r]]: copies each token once per chosen expert, in expert order (router.h).
 *
 * With `expertRows` every token is read once and written to all its rows, which is faster; `sourceRows` is not needed then.
 */
struct MoePermute {
  const __nv_bfloat16* input = nullptr;  ///< [tokens, hidden]
  const int* sourceRows = nullptr;       ///< [rows]
  __nv_bfloat16* output = nullptr;       ///< [rows, hidden]
  int rows = 0;                          ///< tokens * expertsPerToken
  int hidden = 0;                        ///< a multiple of 8
  const int* expertRows = nullptr;       ///< [tokens, expertsPerToken], row of the token's j-th expert; or null
  int expertsPerToken = 0;               ///< of `expertRows`
};

void moePermute(const MoePermute& arguments, const Placement& placement);

}  // namespace nanoflow

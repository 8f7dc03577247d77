#pragma once

#include <cuda_bf16.h>

#include "placement.h"

namespace nanoflow {

/** output[r] = input[sourceRows[r]]: copies each token once per chosen expert, in expert order (router.h). */
struct MoePermute {
  const __nv_bfloat16* input = nullptr;  ///< [tokens, hidden]
  const int* sourceRows = nullptr;       ///< [rows]
  __nv_bfloat16* output = nullptr;       ///< [rows, hidden]
  int rows = 0;                          ///< tokens * expertsPerToken
  int hidden = 0;                        ///< a multiple of 8
};

void moePermute(const MoePermute& arguments, const Placement& placement);

}  // namespace nanoflow

#pragma once

#include <cuda_bf16.h>

#include "../device/placement.h"

namespace nanoflow {

/**
 * output[i] = sum over j of weights[i, j] * input[expertRows[i, j]]; summed in fp32 in the order of j. With a shared
 * expert, sharedGate[i] * shared[i] comes last.
 */
struct MoeCombine {
  const __nv_bfloat16* input = nullptr;  ///< [tokens * expertsPerToken, hidden], in expert order
  const float* weights = nullptr;        ///< [tokens, expertsPerToken]
  const int* expertRows = nullptr;       ///< [tokens, expertsPerToken], row of the token's j-th expert
  __nv_bfloat16* output = nullptr;       ///< [tokens, hidden]
  int tokens = 0;
  int hidden = 0;  ///< a multiple of 8
  int expertsPerToken = 0;  ///< at most 8
  const __nv_bfloat16* shared = nullptr;  ///< [tokens, hidden], result of the shared expert; or null
  const float* sharedGate = nullptr;      ///< [tokens]; null exactly where `shared` is
};

void moeCombine(const MoeCombine& arguments, const Placement& placement);

}  // namespace nanoflow

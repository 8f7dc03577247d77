#pragma once

#include <cuda_bf16.h>

#include "placement.h"

namespace nanoflow {

/**
 * Mixture-of-experts router: logits = input weight^T, softmax over all experts, top-k, weights renormalised to sum to
 * one; then the permutation that groups (token, choice) pairs by expert, stable in token order.
 */
struct Router {
  const __nv_bfloat16* input = nullptr;   ///< [tokens, hidden]
  const __nv_bfloat16* weight = nullptr;  ///< [experts, hidden]
  int* experts = nullptr;                 ///< [tokens, expertsPerToken], best first
  float* expertWeights = nullptr;         ///< [tokens, expertsPerToken]
  int* expertOffsets = nullptr;           ///< [expertCount + 1], first row of each expert
  int* expertRows = nullptr;              ///< [tokens, expertsPerToken], row in expert order
  int* sourceRows = nullptr;              ///< [tokens * expertsPerToken], token of each row
  int tokens = 0;
  int hidden = 0;           ///< a multiple of 32
  int expertCount = 0;      ///< a multiple of 8, at most 128
  int expertsPerToken = 0;  ///< at most 8
};

void router(const Router& arguments, const Placement& placement);

}  // namespace nanoflow

#pragma once

#include <cuda_bf16.h>

#include <cstddef>

#include "../device/placement.h"

namespace nanoflow {

/// Bytes from one group of tokens to the next, of how many of them chose each expert.
inline constexpr int routerCountPitch = 128;

/// Tokens of the smallest groups.
inline constexpr int routerGroupTokens = 16;

/** Scratch for the router of so many tokens. */
inline size_t routerScratchBytes(int tokens) {
  return static_cast<size_t>((tokens + routerGroupTokens - 1) / routerGroupTokens) * routerCountPitch;
}

/**
 * Mixture-of-experts router: logits = input weight^T, softmax over all experts, top-k, weights renormalised to sum to
 * one or left as they are; then the permutation that groups (token, choice) pairs by expert, stable in token order.
 *
 * With a shared expert (Qwen2-MoE) also the gate of its result: the sigmoid of one more product.
 */
struct Router {
  const __nv_bfloat16* input = nullptr;   ///< [tokens, hidden]
  const __nv_bfloat16* weight = nullptr;  ///< [expertCount, hidden], and the shared expert's gate as one more row
  int* experts = nullptr;                 ///< [tokens, expertsPerToken], best first
  float* expertWeights = nullptr;         ///< [tokens, expertsPerToken]
  int* expertOffsets = nullptr;           ///< [expertCount + 1], first row of each expert
  int* expertRows = nullptr;              ///< [tokens, expertsPerToken], row in expert order
  int* sourceRows = nullptr;              ///< [tokens * expertsPerToken], token of each row
  unsigned char* groupCounts = nullptr;   ///< scratch of `routerScratchBytes`, aligned to 4 bytes
  int tokens = 0;
  int hidden = 0;           ///< a multiple of 32
  int expertCount = 0;      ///< at most 128, together with the gate
  int expertsPerToken = 0;  ///< at most 8
  bool renormalize = true;  ///< weights of a token's experts sum to one; else they are shares among all experts
  float* sharedGate = nullptr;  ///< [tokens], or null without a shared expert
};

/** By warpgroup instructions where the device has them (compute capability 9.0a), else by those of a warp. */
void router(const Router& arguments, const Placement& placement);

/** By instructions of a warp, on every device. */
void routerMma(const Router& arguments, const Placement& placement);

}  // namespace nanoflow

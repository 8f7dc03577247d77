#pragma once

#include <cuda_bf16.h>

#include "../attention/kv_cache.h"
#include "../device/placement.h"

namespace nanoflow {

/**
 * Rotary position embedding (Su et al. 2021, the half-split form of Llama) and append to the paged KV cache.
 *
 * For each token: rotates its query heads in place, rotates its keys and writes keys and values to the cache.
 * Dimensions i and i + headSize / 2 form a pair, turned by position * base^(-2i / headSize).
 *
 * Models that have them add a bias to queries, keys and values (Qwen2), or normalise each query and key head by its root
 * mean square (Qwen3) before the rotation. Both are done in fp32.
 */
struct RopeKvAppend {
  __nv_bfloat16* qkv = nullptr;       ///< [tokens, (queryHeads + 2 kvHeads) * headSize]; queries change
  const float2* rotations = nullptr;  ///< [rotated, headSize / 2], (cosine, sine), from fillRotations
  const int* positions = nullptr;     ///< [tokens]
  const int* slots = nullptr;         ///< [tokens], page * pageTokens + slot in the page
  KvCache cache;
  int tokens = 0;
  int queryHeads = 0;
  const __nv_bfloat16* bias = nullptr;       ///< [(queryHeads + 2 kvHeads) * headSize], or null: none
  const __nv_bfloat16* queryNorm = nullptr;  ///< [headSize], or null: no norm
  const __nv_bfloat16* keyNorm = nullptr;    ///< [headSize]; null exactly where queryNorm is
  float epsilon = 1e-6f;                     ///< of the norms
  int rotated = 0;                           ///< positions of `rotations`, for index_check.cuh alone
};

void ropeKvAppend(const RopeKvAppend& arguments, const Placement& placement);

/** Fills `rotations` for positions 0 .. positions - 1. Once per model. */
void fillRotations(float2* rotations, int positions, int headSize, double base, cudaStream_t stream);

}  // namespace nanoflow

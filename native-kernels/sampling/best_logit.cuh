#pragma once

#include <cuda_bf16.h>

#include <climits>
#include <cmath>

#include "../device/vector_types.cuh"
#include "../device/warp.cuh"

/** The largest logit of a row, or of a slice of it, as one CTA finds it. */
namespace nanoflow {

inline constexpr int kBestThreads = 512;

/** Of logits that were considered, in any order: the largest one, and of equals the lowest token. */
struct BestLogit {
  float value = -INFINITY;
  int token = INT_MAX;

  __device__ void consider(float otherValue, int otherToken) {
    if (otherValue > value || (otherValue == value && otherToken < token)) {
      value = otherValue;
      token = otherToken;
    }
  }

  __device__ void reduceWarp() {
    for (int offset = 16; offset > 0; offset /= 2) {
      const float otherValue = __shfl_xor_sync(kAllLanes, value, offset);
      const int otherToken = __shfl_xor_sync(kAllLanes, token, offset);
      consider(otherValue, otherToken);
    }
  }
};

/** What a CTA finds in a row. */
struct RowBest {
  BestLogit best;  ///< of the CTA's first thread alone; NaN left out
  bool hasNan;
};

struct BestLogitMemory {
  float values[kBestThreads / 32];
  int tokens[kBestThreads / 32];
};

/** Logits behind the first `count` become minus infinity. */
__device__ inline void keepFirst(Bf16x8& packed, int count) {
  const __nv_bfloat16 least = __float2bfloat16(-INFINITY);
#pragma unroll
  for (int i = 0; i < 4; ++i) {
    if (2 * i >= count) packed.pairs[i].x = least;
    if (2 * i + 1 >= count) packed.pairs[i].y = least;
  }
}

/**
 * Called by all kBestThreads threads of the CTA, which synchronise before `shared` is used again.
 *
 * @param known logits that count: the row's first ones; 0 gives minus infinity
 */
__device__ inline RowBest bestOfRow(const __nv_bfloat16* logits, int known, BestLogitMemory& shared) {
  constexpr int kUnroll = 4;
  const int columns = (known + 7) / 8;
  BestLogit best;
  __nv_bfloat162 nan = {};  // not a number as soon as a logit is none
  for (int first = threadIdx.x; first < columns; first += kBestThreads * kUnroll) {
    Bf16x8 packed[kUnroll];
#pragma unroll
    for (int u = 0; u < kUnroll; ++u) {
      if (first + u * kBestThreads < columns) packed[u] = load8(logits + (first + u * kBestThreads) * 8);
    }
#pragma unroll
    for (int u = 0; u < kUnroll; ++u) {
      const int column = first + u * kBestThreads;
      if (column >= columns) continue;
      if (column * 8 + 8 > known) keepFirst(packed[u], known - column * 8);
#pragma unroll
      for (int i = 0; i < 4; ++i) nan = __hmax2_nan(nan, packed[u].pairs[i]);
      const Float8 wide = toFloat(packed[u]);
#pragma unroll
      for (int i = 0; i < 8; ++i) best.consider(wide.values[i], column * 8 + i);
    }
  }
  best.reduceWarp();
  if (threadIdx.x % 32 == 0) {
    shared.values[threadIdx.x / 32] = best.value;
    shared.tokens[threadIdx.x / 32] = best.token;
  }
  const bool hasNan = __syncthreads_or(__hisnan(nan.x) || __hisnan(nan.y));
  BestLogit all;
  if (threadIdx.x < 32) {
    if (threadIdx.x < kBestThreads / 32) all.consider(shared.values[threadIdx.x], shared.tokens[threadIdx.x]);
    all.reduceWarp();
  }
  return {all, hasNan};
}

}  // namespace nanoflow

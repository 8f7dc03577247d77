#include "sampling.h"

#include <climits>
#include <cmath>

#include "../device/cuda_check.h"
#include "../device/vector_types.cuh"
#include "../device/warp.cuh"

namespace nanoflow {
namespace {

constexpr int kThreads = 512;
constexpr int kUnroll = 4;

struct Best {
  float value = -INFINITY;
  int index = INT_MAX;

  __device__ void consider(float otherValue, int otherIndex) {
    if (otherValue > value || (otherValue == value && otherIndex < index)) {
      value = otherValue;
      index = otherIndex;
    }
  }

  __device__ void reduceWarp() {
    for (int offset = 16; offset > 0; offset /= 2) {
      const float otherValue = __shfl_xor_sync(kAllLanes, value, offset);
      const int otherIndex = __shfl_xor_sync(kAllLanes, index, offset);
      consider(otherValue, otherIndex);
    }
  }
};

/** Logits behind the first `count` become minus infinity. */
__device__ void keepFirst(Bf16x8& packed, int count) {
  const __nv_bfloat16 least = __float2bfloat16(-INFINITY);
#pragma unroll
  for (int i = 0; i < 4; ++i) {
    if (2 * i >= count) packed.pairs[i].x = least;
    if (2 * i + 1 >= count) packed.pairs[i].y = least;
  }
}

__global__ void __launch_bounds__(kThreads) samplingKernel(Sampling p) {
  __shared__ float values[kThreads / 32];
  __shared__ int indices[kThreads / 32];
  const int columns = (p.known + 7) / 8;
  const auto slotOf = [&](int row) { return p.slots != nullptr && row < p.rows ? p.slots[row] : -1; };
  int upcoming = slotOf(blockIdx.x);
  for (int row = blockIdx.x; row < p.rows; row += gridDim.x) {
    const int slot = upcoming;
    upcoming = slotOf(row + gridDim.x);
    if (slot >= 0) continue;
    const __nv_bfloat16* logits = p.logits + static_cast<size_t>(row) * p.vocabulary;
    Best best;
    __nv_bfloat162 nan = {};  // not a number as soon as a logit is none
    for (int first = threadIdx.x; first < columns; first += kThreads * kUnroll) {
      Bf16x8 packed[kUnroll];
#pragma unroll
      for (int u = 0; u < kUnroll; ++u) {
        if (first + u * kThreads < columns) packed[u] = load8(logits + (first + u * kThreads) * 8);
      }
#pragma unroll
      for (int u = 0; u < kUnroll; ++u) {
        const int column = first + u * kThreads;
        if (column >= columns) continue;
        if (column * 8 + 8 > p.known) keepFirst(packed[u], p.known - column * 8);
#pragma unroll
        for (int i = 0; i < 4; ++i) nan = __hmax2_nan(nan, packed[u].pairs[i]);
        const Float8 wide = toFloat(packed[u]);
#pragma unroll
        for (int i = 0; i < 8; ++i) best.consider(wide.values[i], column * 8 + i);
      }
    }
    best.reduceWarp();
    if (threadIdx.x % 32 == 0) {
      values[threadIdx.x / 32] = best.value;
      indices[threadIdx.x / 32] = best.index;
    }
    const bool hasNan = __syncthreads_or(__hisnan(nan.x) || __hisnan(nan.y));
    if (threadIdx.x < 32) {
      Best all;
      if (threadIdx.x < kThreads / 32) all.consider(values[threadIdx.x], indices[threadIdx.x]);
      all.reduceWarp();
      if (threadIdx.x == 0) {
        const RowFault fault = faultOf(hasNan, all.value);
        p.tokens[row] = fault == RowFault::none ? all.index : 0;
        p.faults[row] = fault;
      }
    }
    __syncthreads();
  }
}

}  // namespace

void sampling(const Sampling& p, const Placement& placement) {
  require(p.rows > 0 && p.vocabulary > 0, "sampling needs rows and a vocabulary");
  require(p.vocabulary % 8 == 0, "vocabulary must be a multiple of 8");
  require(p.known >= 0 && p.known <= p.vocabulary, "sampling knows more tokens than the vocabulary");
  Sampling call = p;
  if (call.known == 0) call.known = p.vocabulary;
  samplingKernel<<<placement.ctas(p.rows, 4), kThreads, 0, placement.stream>>>(call);
  check(cudaGetLastError());
}

}  // namespace nanoflow

#pragma once

#include "router.h"
#include "../device/warp.cuh"
#include "router_permutation.h"

/** What the kernels of the router have in common once they have a token's logits: the choice of its experts. */
namespace nanoflow {

/** Experts, and the gate of a shared one. */
inline constexpr int mostRouterOutputs = routerCountPitch;

/** Products with a token: one an expert, and the shared expert's gate. */
__host__ __device__ inline int outputsOf(const Router& p) { return p.expertCount + (p.sharedGate == nullptr ? 0 : 1); }

/** A token's logits of successive outputs: those of one lane of the warp that holds all. */
template <int PerLane>
struct alignas(PerLane * sizeof(float)) LaneLogits {
  float at[PerLane];
};

/** Logits a lane has of so many outputs. */
template <int Outputs>
using LogitsOf = LaneLogits<(Outputs + 31) / 32>;

/** Unsigned integers in the order of floats; those of numbers are above 0. */
__device__ inline unsigned orderedKey(float value) {
  const unsigned bits = __float_as_uint(value);
  return bits ^ (bits >> 31 ? 0xffffffffu : 0x80000000u);
}

__device__ inline float valueOfKey(unsigned key) {
  return __uint_as_float(key ^ (key >> 31 ? 0x80000000u : 0xffffffffu));
}

/**
 * A warp picks the best experts of one token, writes them and their weights, and the shared expert's gate, and counts
 * them. Among equal logits the lowest expert is the best: that of the lowest lane.
 *
 * @param counts by expert, in shared memory of the cluster
 */
template <int PerLane>
__device__ void chooseExperts(const Router& p, const LaneLogits<PerLane>& logits, int token, int* counts) {
  const int lane = threadIdx.x % 32, first = lane * PerLane;
  unsigned keys[PerLane];  // of experts that are still to be had, or 0
#pragma unroll
  for (int i = 0; i < PerLane; ++i) {
    keys[i] = first + i < p.expertCount ? orderedKey(logits.at[i]) : 0;
    const bool isGate = p.sharedGate != nullptr && first + i == p.expertCount;
    if (isGate) p.sharedGate[token] = 1.f / (1.f + __expf(-logits.at[i]));
  }
  float peak = 0.f, sum = 0.f, weight = 0.f;
  int expert = 0;  // and weight, of lane j: the j-th best
  for (int j = 0; j < p.expertsPerToken; ++j) {
    unsigned mine = 0;
#pragma unroll
    for (int i = 0; i < PerLane; ++i) mine = max(mine, keys[i]);
    const unsigned best = __reduce_max_sync(kAllLanes, mine);
    const int owner = __ffs(__ballot_sync(kAllLanes, mine == best)) - 1;
    int index = PerLane - 1;
#pragma unroll
    for (int i = PerLane - 2; i >= 0; --i) {
      if (keys[i] == best) index = i;
    }
#pragma unroll
    for (int i = 0; i < PerLane; ++i) {
      if (lane == owner && i == index) keys[i] = 0;
    }
    index = owner * PerLane + __shfl_sync(kAllLanes, index, owner);
    const float logit = valueOfKey(best);
    if (j == 0) peak = logit;
    const float exponential = __expf(logit - peak);
    sum += exponential;
    if (lane == j) {
      weight = exponential;
      expert = index;
    }
  }
  if (!p.renormalize) {
    sum = 0.f;
#pragma unroll
    for (int i = 0; i < PerLane; ++i) sum += first + i < p.expertCount ? __expf(logits.at[i] - peak) : 0.f;
    for (int offset = 16; offset > 0; offset /= 2) sum += __shfl_xor_sync(kAllLanes, sum, offset);
  }
  if (lane >= p.expertsPerToken) return;
  const size_t pair = static_cast<size_t>(token) * p.expertsPerToken + lane;
  p.experts[pair] = expert;
  p.expertWeights[pair] = weight / sum;
  atomicAdd(counts + expert, 1);
}

/** Writes how many of a group's tokens chose each expert, and begins to count anew; for at least 128 threads. */
__device__ inline void storeCounts(const Router& p, int group, int* counts) {
  if (threadIdx.x >= routerCountPitch) return;
  p.groupCounts[static_cast<size_t>(group) * routerCountPitch + threadIdx.x] = counts[threadIdx.x];
  counts[threadIdx.x] = 0;
}

}  // namespace nanoflow

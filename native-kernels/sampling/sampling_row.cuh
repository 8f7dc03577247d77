#pragma once

#include <cuda_bf16.h>

#include <cmath>
#include <cstdint>

#include "../device/warp.cuh"
#include "row_fault.h"

/** A row of bf16 logits as one CTA sees it in top-p sampling: passes over it, and the order of its values. */
namespace nanoflow::nucleus {

constexpr int kThreads = 512;
constexpr int kWarps = kThreads / 32;
constexpr int kUnroll = 4;

/** A row of logits, eight to a vector. */
struct Row {
  const uint4* vectors;
  int columns;  // vectors
  float scaleLog2;
  float peak = 0.f;
  int peakKey = 0;
  RowFault fault = RowFault::none;
  float least = -INFINITY;  // smallest logit that matters
};

struct RowShared {
  float peaks[kWarps], masses[kWarps];
  int occurrences[kWarps];
};

/** Keys rise with the logit; minus zero counts as zero. */
__device__ inline int keyOf(uint32_t bits) {
  if (bits == 0x8000) bits = 0;
  return static_cast<int>(bits & 0x8000 ? 0xffff - bits : bits | 0x8000);
}

__device__ inline float valueOf(int key) {
  const uint32_t bits = key & 0x8000 ? key & 0x7fff : 0xffff - key;
  return __uint_as_float(bits << 16);
}

/** Two neighbouring logits, the i-th pair of the eight of a vector. */
__device__ inline uint32_t pairOf(const uint4& vector, int i) {
  return i == 0 ? vector.x : i == 1 ? vector.y : i == 2 ? vector.z : vector.w;
}

__device__ inline __nv_bfloat162 unpacked(uint32_t pair) { return *reinterpret_cast<const __nv_bfloat162*>(&pair); }

__device__ inline float power2(float exponent) {
  float power;
  asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(power) : "f"(exponent));
  return power;
}

/** Weight of a logit, the likeliest token having 1. */
__device__ inline float weightOf(const Row& row, float logit, float peak) {
  return power2((logit - peak) * row.scaleLog2);
}

/** Visits the vectors `begin + offset`, `begin + offset + stride`, ... before `end`, several loads in flight. */
template <typename Visit>
__device__ inline void forEachVector(const Row& row, int begin, int end, int stride, Visit visit) {
  for (int first = begin; first < end; first += stride * kUnroll) {
    uint4 vectors[kUnroll];
#pragma unroll
    for (int u = 0; u < kUnroll; ++u) {
      if (first + u * stride < end) vectors[u] = row.vectors[first + u * stride];
    }
#pragma unroll
    for (int u = 0; u < kUnroll; ++u) {
      if (first + u * stride < end) visit(vectors[u]);
    }
  }
}

/** Inclusive sum over the lanes of a warp. */
template <typename Number>
__device__ inline Number scanLanes(Number value) {
  for (int offset = 1; offset < 32; offset *= 2) {
    const Number left = __shfl_up_sync(kAllLanes, value, offset);
    if (static_cast<int>(threadIdx.x % 32) >= offset) value += left;
  }
  return value;
}

/** Fills in the row's largest logit and its fault. @returns the mass of all tokens, in units of the likeliest one's */
__device__ inline double measure(Row& row, RowShared& shared) {
  float peak = -INFINITY, mass = 0.f;
  __nv_bfloat162 nan = {};  // not a number as soon as a logit is none
  forEachVector(row, threadIdx.x, row.columns, kThreads, [&](const uint4& vector) {
    const __nv_bfloat162 highest = __hmax2(__hmax2(unpacked(vector.x), unpacked(vector.y)),
                                           __hmax2(unpacked(vector.z), unpacked(vector.w)));
#pragma unroll
    for (int i = 0; i < 4; ++i) nan = __hmax2_nan(nan, unpacked(pairOf(vector, i)));
    const float largest = fmaxf(__low2float(highest), __high2float(highest));
    if (largest > peak) {
      mass *= weightOf(row, peak, largest);
      peak = largest;
    }
    if (peak == -INFINITY) return;
#pragma unroll
    for (int i = 0; i < 4; ++i) {
      const float2 pair = __bfloat1622float2(unpacked(pairOf(vector, i)));
      mass += weightOf(row, pair.x, peak) + weightOf(row, pair.y, peak);
    }
  });
  float highest = peak;
  for (int offset = 16; offset > 0; offset /= 2) {
    highest = fmaxf(highest, __shfl_xor_sync(kAllLanes, highest, offset));
  }
  mass *= peak == -INFINITY ? 0.f : weightOf(row, peak, highest);
  for (int offset = 16; offset > 0; offset /= 2) mass += __shfl_xor_sync(kAllLanes, mass, offset);
  __syncthreads();
  if (threadIdx.x % 32 == 0) {
    shared.peaks[threadIdx.x / 32] = highest;
    shared.masses[threadIdx.x / 32] = mass;
  }
  const bool hasNan = __syncthreads_or(__hisnan(nan.x) || __hisnan(nan.y));
  row.peak = -INFINITY;
  for (int w = 0; w < kWarps; ++w) row.peak = fmaxf(row.peak, shared.peaks[w]);
  row.peakKey = keyOf(__float_as_uint(row.peak) >> 16);
  row.fault = faultOf(hasNan, row.peak);
  double total = 0;
  for (int w = 0; w < kWarps; ++w) {
    total += static_cast<double>(shared.masses[w]) * weightOf(row, shared.peaks[w], row.peak);
  }
  return total;
}

/** A logit that no token of `weight` or more is below. */
__device__ inline float leastLogit(const Row& row, float weight) {
  if (!(weight > 0)) return -INFINITY;
  // Cutting off the bits may raise a negative value to the next one; two more are left for the rounding of the logarithm.
  constexpr int kMargin = 3;
  const int key = keyOf(__float_as_uint(row.peak + log2f(weight) / row.scaleLog2) >> 16) - kMargin;
  return valueOf(max(key, keyOf(0xff80)));
}

/** All 16 bits of a half are set where the logit equals the key's. */
__device__ inline unsigned equal(uint32_t pair, int key) {
  return __heq2_mask(unpacked(pair), __float2bfloat162_rn(valueOf(key)));
}

/** How many of the eight logits have the key. */
__device__ inline int countEqual(const uint4& vector, int key) {
  int bits = 0;
#pragma unroll
  for (int i = 0; i < 4; ++i) bits += __popc(equal(pairOf(vector, i), key));
  return bits / 16;
}

/** Bit i is set where the i-th of the eight logits has the key. */
__device__ inline unsigned matches(const uint4& vector, int key) {
  unsigned mask = 0;
#pragma unroll
  for (int i = 0; i < 4; ++i) {
    const unsigned both = equal(pairOf(vector, i), key);
    mask |= ((both & 1) | (both >> 16 & 1) << 1) << (2 * i);
  }
  return mask;
}

/** Writes the index of the `rank`-th token (from 0, by index) that has the key. The warps narrow down where it is. */
__device__ inline void writeOccurrence(const Row& row, int key, int rank, int* to, RowShared& shared) {
  const int lane = threadIdx.x % 32, warp = threadIdx.x / 32;
  int begin = 0, end = row.columns;
  while (end - begin > 32) {
    const int run = (end - begin + kWarps - 1) / kWarps;
    int own = 0;
    forEachVector(row, begin + warp * run + lane, min(begin + (warp + 1) * run, end), 32,
                  [&](const uint4& vector) { own += countEqual(vector, key); });
    own = __reduce_add_sync(kAllLanes, own);
    if (lane == 0) shared.occurrences[warp] = own;
    __syncthreads();
    int chosen = 0;
    for (; chosen < kWarps - 1 && rank >= shared.occurrences[chosen]; ++chosen) rank -= shared.occurrences[chosen];
    begin += chosen * run;
    end = min(begin + run, end);
    __syncthreads();
  }
  if (warp != 0) return;
  unsigned mask = begin + lane < end ? matches(row.vectors[begin + lane], key) : 0;
  int skip = rank - (scanLanes(__popc(mask)) - __popc(mask));
  if (skip < 0 || skip >= __popc(mask)) return;
  while (skip-- > 0) mask &= mask - 1;
  *to = (begin + lane) * 8 + __ffs(mask) - 1;
}

}  // namespace nanoflow::nucleus

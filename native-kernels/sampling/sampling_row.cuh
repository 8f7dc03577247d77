#pragma once

#include <cuda_bf16.h>

#include <cmath>
#include <cstdint>

#include "../device/exp2.cuh"
#include "../device/vector_types.cuh"
#include "../device/warp.cuh"
#include "row_fault.h"
#include "slot_tables.h"

/** A row of logits as one CTA samples from it: its values, adjusted or not, and the order of these. */
namespace nanoflow::slots {

constexpr int kThreads = 256;
constexpr int kWarps = kThreads / 32;
/** Smallest and largest number of bf16. */
constexpr float kLowest = -0x1.fep127f, kHighest = 0x1.fep127f;

/** A row of logits, eight to a vector, and what adjusts them. */
struct Row {
  const uint4* logits;
  int vectors;
  int partial;  // the last vector, where padding fills it up; -1: nothing does
  int tail;     // tokens in it
  float scaleLog2;
  const uint4* entries;
  const TokenBias* biases;
  const SlotParameters* parameters;
};

/** Keys rise with the value, bits of a bf16; minus zero counts as zero. */
__device__ inline int keyOf(uint32_t bits) {
  if (bits == 0x8000) bits = 0;
  return static_cast<int>(bits & 0x8000 ? 0xffff - bits : bits | 0x8000);
}

__device__ inline int keyOf(float bf16) { return keyOf(__float_as_uint(bf16) >> 16); }

__device__ inline float valueOf(int key) {
  const uint32_t bits = key & 0x8000 ? key & 0x7fff : 0xffff - key;
  return __uint_as_float(bits << 16);
}

/** Two neighbouring values, the i-th pair of the eight of a vector. */
__device__ inline uint32_t pairOf(const uint4& vector, int i) {
  return i == 0 ? vector.x : i == 1 ? vector.y : i == 2 ? vector.z : vector.w;
}

__device__ inline __nv_bfloat162 unpacked(uint32_t pair) { return *reinterpret_cast<const __nv_bfloat162*>(&pair); }

__device__ inline float rounded(float value) { return __bfloat162float(__float2bfloat16_rn(value)); }

/** Weight of a value, that of `peak` being 1. */
__device__ inline float weightOf(const Row& row, float value, float peak) {
  return exp2Fast((value - peak) * row.scaleLog2);
}

__device__ inline float biasOf(const Row& row, int token) {
  for (int i = 0; i < row.parameters->biases; ++i) {
    if (row.biases[i].token == token) return row.biases[i].bias;
  }
  return 0.f;
}

/** No products and sums fused, so that the same values follow wherever this is computed. */
__device__ inline float adjusted(const Row& row, float logit, unsigned entry, int token) {
  if (entry == 0 || logit == -INFINITY) return logit;
  const SlotParameters& parameters = *row.parameters;
  float value = logit;
  if (entry & entryBiased) value = __fadd_rn(value, biasOf(row, token));
  const unsigned count = entry & entryCount;
  if (count > 0 || entry & entryPrompt) {
    const float penalty = parameters.repetitionPenalty;
    value = value > 0 ? __fdiv_rn(value, penalty) : __fmul_rn(value, penalty);
  }
  if (count > 0) {
    value = __fsub_rn(value, __fmul_rn(parameters.frequencyPenalty, static_cast<float>(count)));
    value = __fsub_rn(value, parameters.presencePenalty);
  }
  return fminf(fmaxf(value, kLowest), kHighest);
}

/** What pads the vocabulary is excluded. */
__device__ inline void excludeTail(const Row& row, int vector, uint4& logits) {
  if (vector != row.partial) return;
  auto* halves = reinterpret_cast<uint32_t*>(&logits);
#pragma unroll
  for (int i = 0; i < 4; ++i) {
    if (2 * i >= row.tail) halves[i] = halves[i] & 0xffff0000 | 0xff80;
    if (2 * i + 1 >= row.tail) halves[i] = halves[i] & 0xffff | 0xff800000;
  }
}

/** Values of a vector, after adjustments. */
template <bool Adjusted>
__device__ inline Float8 valuesOf(const Row& row, int vector, const uint4& logits, const uint4& entries) {
  Float8 eight = toFloat(reinterpret_cast<const Bf16x8&>(logits));
  if constexpr (Adjusted) {
    if ((entries.x | entries.y | entries.z | entries.w) == 0) return eight;
#pragma unroll
    for (int i = 0; i < 8; ++i) {
      const unsigned entry = pairOf(entries, i / 2) >> (16 * (i % 2)) & 0xffff;
      eight.values[i] = adjusted(row, eight.values[i], entry, vector * 8 + i);
    }
  }
  return eight;
}

/**
 * Visits the vectors `begin`, `begin + stride`, ... before `end`, several loads in flight: their number, the logits, and
 * the values after adjustments.
 */
template <bool Adjusted, typename Visit>
__device__ inline void forEachVector(const Row& row, int begin, int end, int stride, Visit visit) {
  constexpr int kUnroll = Adjusted ? 2 : 4;
  const int whole = row.partial >= 0 ? min(end, row.partial) : end;
  int first = begin;
  for (; first + (kUnroll - 1) * stride < whole; first += stride * kUnroll) {
    uint4 logits[kUnroll], entries[kUnroll];
#pragma unroll
    for (int u = 0; u < kUnroll; ++u) {
      logits[u] = row.logits[first + u * stride];
      if constexpr (Adjusted) entries[u] = row.entries[first + u * stride];
    }
#pragma unroll
    for (int u = 0; u < kUnroll; ++u) {
      const int vector = first + u * stride;
      visit(vector, logits[u], valuesOf<Adjusted>(row, vector, logits[u], entries[u]));
    }
  }
#pragma unroll 1
  for (; first < end; first += stride) {
    uint4 logits = row.logits[first], entries{};
    if constexpr (Adjusted) entries = row.entries[first];
    excludeTail(row, first, logits);
    visit(first, logits, valuesOf<Adjusted>(row, first, logits, entries));
  }
}

/** The largest of eight values; of logits NaN are left out. */
template <bool Adjusted>
__device__ inline float largestOf(const uint4& logits, const Float8& eight) {
  if constexpr (!Adjusted) {
    const __nv_bfloat162 pair =
        __hmax2(__hmax2(unpacked(logits.x), unpacked(logits.y)), __hmax2(unpacked(logits.z), unpacked(logits.w)));
    return fmaxf(__low2float(pair), __high2float(pair));
  }
  float largest = eight.values[0];
#pragma unroll
  for (int i = 1; i < 8; ++i) largest = fmaxf(largest, eight.values[i]);
  return largest;
}

/** The part of some vectors that a warp takes, of as many equal ones as there are warps. */
struct Part {
  int begin, end;

  __device__ Part(int from, int to, int warp) {
    const int run = (to - from + kWarps - 1) / kWarps;
    begin = min(from + warp * run, to);
    end = min(begin + run, to);
  }
};

/** Visits all vectors from `from` to `to`; each warp its part. */
template <bool Adjusted, typename Visit>
__device__ inline void forEachInParts(const Row& row, int from, int to, Visit visit) {
  const Part part(from, to, threadIdx.x / 32);
  forEachVector<Adjusted>(row, part.begin + threadIdx.x % 32, part.end, 32, visit);
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

__device__ inline double sumLanes(double value) {
  for (int offset = 16; offset > 0; offset /= 2) value += __shfl_xor_sync(kAllLanes, value, offset);
  return value;
}

/** What the warps of a CTA tell each other, one figure a warp. */
struct WarpFigures {
  float peaks[kWarps], logits[kWarps];
  double masses[kWarps];
  int counts[kWarps];
};

/** Of a whole row. */
struct Measured {
  RowFault fault;
  float peak;     // largest value
  float ownPeak;  // of those that this thread looked at
  double mass;    // of all tokens, in units of the likeliest one's
};

/**
 * Looks at all tokens. Leaves the masses of the parts of the row in `figures.masses`.
 *
 * @param round values to bf16, as filters see them
 */
template <bool Adjusted>
__device__ __noinline__ Measured measure(const Row& row, bool round, WarpFigures& figures) {
  const int lane = threadIdx.x % 32, warp = threadIdx.x / 32;
  float peak = -INFINITY, mass = 0.f, logit = -INFINITY;
  __nv_bfloat162 nan = {};  // not a number as soon as a logit is none
  forEachInParts<Adjusted>(row, 0, row.vectors, [&](int, const uint4& logits, Float8 eight) {
#pragma unroll
    for (int i = 0; i < 4; ++i) nan = __hmax2_nan(nan, unpacked(pairOf(logits, i)));
    if constexpr (Adjusted) {
      // An adjusted value is finite, whatever the logit is.
      logit = fmaxf(logit, largestOf<false>(logits, eight));
      if (round) {
#pragma unroll
        for (float& value : eight.values) value = rounded(value);
      }
    }
    const float largest = largestOf<Adjusted>(logits, eight);
    if (largest > peak) {
      mass *= weightOf(row, peak, largest);
      peak = largest;
    }
    if (peak == -INFINITY) return;
#pragma unroll
    for (int i = 0; i < 8; ++i) mass += weightOf(row, eight.values[i], peak);
  });
  if constexpr (!Adjusted) logit = peak;
  float highest = peak;
  for (int offset = 16; offset > 0; offset /= 2) {
    highest = fmaxf(highest, __shfl_xor_sync(kAllLanes, highest, offset));
    logit = fmaxf(logit, __shfl_xor_sync(kAllLanes, logit, offset));
  }
  __syncthreads();
  if (lane == 0) {
    figures.peaks[warp] = highest;
    figures.logits[warp] = logit;
  }
  const bool hasNan = __syncthreads_or(__hisnan(nan.x) || __hisnan(nan.y));
  Measured measured{RowFault::none, -INFINITY, peak, 0};
  float largestLogit = -INFINITY;
  for (int w = 0; w < kWarps; ++w) {
    measured.peak = fmaxf(measured.peak, figures.peaks[w]);
    largestLogit = fmaxf(largestLogit, figures.logits[w]);
  }
  measured.fault = faultOf(hasNan, largestLogit);
  const double all = sumLanes(peak == -INFINITY ? 0 : static_cast<double>(mass) * weightOf(row, peak, measured.peak));
  if (lane == 0) figures.masses[warp] = all;
  __syncthreads();
  for (int w = 0; w < kWarps; ++w) measured.mass += figures.masses[w];
  return measured;
}

}  // namespace nanoflow::slots

#pragma once

#include "sampling_filter.cuh"

/** The choice among the tokens of a row that are kept. */
namespace nanoflow::slots {

/** Weight of a kept token; 0 of any other. */
template <bool Adjusted>
__device__ inline float keptWeight(const Row& row, const Kept& kept, float peak, float value, int token) {
  return kept.has(Adjusted ? rounded(value) : value, token) ? weightOf(row, value, peak) : 0.f;
}

/** Masses of the kept tokens in the parts of the vectors `begin` to `end`. */
template <bool Adjusted>
__device__ __noinline__ void sumParts(const Row& row, const Kept& kept, float peak, int begin, int end,
                                WarpFigures& figures) {
  float mass = 0.f;
  forEachInParts<Adjusted>(row, begin, end, [&](int vector, const uint4& logits, const Float8& eight) {
    if (rounded(largestOf<Adjusted>(logits, eight)) < kept.least) return;
#pragma unroll
    for (int i = 0; i < 8; ++i) mass += keptWeight<Adjusted>(row, kept, peak, eight.values[i], vector * 8 + i);
  });
  const double all = sumLanes(mass);
  __syncthreads();
  if (threadIdx.x % 32 == 0) figures.masses[threadIdx.x / 32] = all;
  __syncthreads();
}

/**
 * The first token at which the kept ones up to it hold more than `uniform` of their mass; the last one where rounding
 * keeps them short. Goes down into ever smaller parts.
 *
 * @param figures `masses` are those of the parts of the row
 */
template <bool Adjusted>
__device__ __noinline__ void draw(const Row& row, const Kept& kept, float peak, double uniform, WarpFigures& figures,
                            int* token) {
  double target = 0;
  for (int w = 0; w < kWarps; ++w) target += figures.masses[w];
  target *= uniform;
  int begin = 0, end = row.vectors;
  for (;;) {
    int chosen = 0;
    double before = 0, upTo = 0;
    bool reached = false;
    for (int w = 0; w < kWarps; ++w) {
      const double mass = figures.masses[w];
      if (mass > 0 && !reached) {
        chosen = w;
        before = upTo;
        reached = upTo + mass > target;
      }
      upTo += mass;
    }
    target -= before;
    const Part part(begin, end, chosen);
    begin = part.begin;
    end = part.end;
    if (end - begin <= 32) break;
    sumParts<Adjusted>(row, kept, peak, begin, end, figures);
  }
  if (threadIdx.x >= 32) return;
  const int lane = threadIdx.x;
  float weights[8] = {};
  double mass = 0;
  forEachVector<Adjusted>(row, begin + lane, end, 32, [&](int vector, const uint4&, const Float8& eight) {
#pragma unroll
    for (int i = 0; i < 8; ++i) {
      weights[i] = keptWeight<Adjusted>(row, kept, peak, eight.values[i], vector * 8 + i);
      mass += weights[i];
    }
  });
  const double upTo = scanLanes(mass);
  const unsigned reached = __ballot_sync(kAllLanes, mass > 0 && upTo > target);
  const unsigned present = __ballot_sync(kAllLanes, mass > 0);
  const int writer = reached != 0 ? __ffs(reached) - 1 : present != 0 ? 31 - __clz(present) : 0;
  if (lane != writer) return;
  double sum = upTo - mass;
  int chosen = 0;
  bool done = false;
#pragma unroll
  for (int i = 0; i < 8; ++i) {
    sum += weights[i];
    if (weights[i] > 0 && !done) {
      chosen = i;
      done = sum > target;
    }
  }
  *token = (begin + lane) * 8 + chosen;
}

/** The lowest token that has the largest value. */
template <bool Adjusted>
__device__ __noinline__ void likeliest(const Row& row, float peak, int* token) {
  if (threadIdx.x == 0) *token = INT_MAX;
  __syncthreads();
  int lowest = INT_MAX;
  forEachInParts<Adjusted>(row, 0, row.vectors, [&](int vector, const uint4&, const Float8& eight) {
#pragma unroll
    for (int i = 0; i < 8; ++i) {
      if (eight.values[i] == peak) lowest = min(lowest, vector * 8 + i);
    }
  });
  lowest = __reduce_min_sync(kAllLanes, lowest);
  if (threadIdx.x % 32 == 0) atomicMin(token, lowest);
}

}  // namespace nanoflow::slots

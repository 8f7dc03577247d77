#pragma once

#include "sampling_histogram.cuh"

/** Which tokens of a row may be chosen: a prefix of its order. */
namespace nanoflow::slots {

/** Values above `least`, and those equal to it up to the token `last`. */
struct Kept {
  float least;
  int last;

  __device__ bool has(float value, int token) const { return value > least || (value == least && token <= last); }
};

constexpr Kept kAll{-INFINITY, INT_MAX};

__device__ inline int clampedCount(double value, int least, int most) {
  return static_cast<int>(fmin(fmax(value, static_cast<double>(least)), static_cast<double>(most)));
}

/** How many tokens of the bin it takes to reach the goal. */
__device__ inline int neededOf(const Found& found, const Goal& goal) {
  const int byCount = clampedCount(static_cast<double>(goal.tokens) - found.before.tokens, 1, found.count);
  if (goal.mass <= found.before.mass) return byCount;
  return max(byCount, clampedCount(ceil((goal.mass - found.before.mass) / found.weight), 1, found.count));
}

/** The token that is the `rank`-th (from 0) of those that have the value. The warps narrow down where it is. */
template <bool Adjusted>
__device__ __noinline__ int occurrence(const Row& row, float value, int rank, WarpFigures& figures, int* found) {
  const int lane = threadIdx.x % 32, warp = threadIdx.x / 32;
  const auto matches = [&](const Float8& eight) {
    unsigned mask = 0;
#pragma unroll
    for (int i = 0; i < 8; ++i) {
      mask |= (Adjusted ? rounded(eight.values[i]) : eight.values[i]) == value ? 1u << i : 0u;
    }
    return mask;
  };
  int begin = 0, end = row.vectors;
  while (end - begin > 32) {
    int own = 0;
    forEachInParts<Adjusted>(row, begin, end,
                             [&](int, const uint4&, const Float8& eight) { own += __popc(matches(eight)); });
    own = __reduce_add_sync(kAllLanes, own);
    if (lane == 0) figures.counts[warp] = own;
    __syncthreads();
    int chosen = 0;
    for (; chosen < kWarps - 1 && rank >= figures.counts[chosen]; ++chosen) rank -= figures.counts[chosen];
    const Part part(begin, end, chosen);
    begin = part.begin;
    end = part.end;
    __syncthreads();
  }
  if (warp == 0) {
    unsigned mask = 0;
    forEachVector<Adjusted>(row, begin + lane, end, 32,
                            [&](int, const uint4&, const Float8& eight) { mask = matches(eight); });
    int skip = rank - (scanLanes(__popc(mask)) - __popc(mask));
    if (skip >= 0 && skip < __popc(mask)) {
      while (skip-- > 0) mask &= mask - 1;
      *found = (begin + lane) * 8 + __ffs(mask) - 1;
    }
  }
  __syncthreads();
  return *found;
}

/** A value that no token of `weight` or more is below. */
__device__ inline float leastValue(const Row& row, float peak, float weight) {
  if (!(weight > 0)) return kLowest;
  // Cutting off the bits may raise a negative value to the next one; two more are left for the rounding of the logarithm.
  constexpr int kMargin = 3;
  const float value = fmaxf(peak + log2f(weight) / row.scaleLog2, kLowest);
  return valueOf(max(keyOf(value) - kMargin, keyOf(kLowest)));
}

/** The smallest bf16 whose weight is `minP` or more; minus infinity without a bound. */
__device__ inline float thresholdOf(const Row& row, float peak, float minP) {
  if (!(minP > 0)) return kLowest;
  const float value = fmaxf(peak + log2f(minP) / row.scaleLog2, kLowest);
  const float cut = valueOf(keyOf(value));
  return fminf(cut < value ? valueOf(keyOf(value) + 1) : cut, peak);
}

/** The part of the order that top-k, min-p and top-p keep. */
template <bool Adjusted>
__device__ __noinline__ Kept filter(const Row& row, const Measured& measured, int tokens, unsigned* bins,
                              WarpFigures& figures, HistogramFigures& histogramFigures, int* found) {
  const SlotParameters& parameters = *row.parameters;
  const bool byCount = parameters.topK > 0 && parameters.topK < tokens, byMass = parameters.topP < 1;
  const bool byWeight = parameters.minP > 0;
  const float threshold = thresholdOf(row, measured.peak, parameters.minP);
  if (!byCount && !byMass) return {threshold, INT_MAX};

  float least = threshold;
  // The k-th token is not below what so many reach anyway.
  if (byCount && parameters.topK <= kThreads) least = fmaxf(least, measured.least);
  // Tokens of less than this weight cannot fill what the prefix leaves, however many there are.
  if (!byCount && !byWeight) {
    const double rest = (1 - static_cast<double>(parameters.topP)) * measured.mass / tokens;
    least = leastValue(row, measured.peak, static_cast<float>(rest));
  }
  Histogram histogram{bins, measured.peak, keyOf(measured.peak), least};
  double mass = measured.mass;
  int distance = INT_MAX, needed = INT_MAX, present = INT_MAX;
  if (byCount || byWeight) {
    const Goal goal{0, byCount ? parameters.topK : INT_MAX};
    const Found last = locate<Adjusted>(row, histogram, goal, histogramFigures);
    distance = last.distance;
    needed = neededOf(last, goal);
    present = last.count;
    mass = last.before.mass + needed * static_cast<double>(last.weight);
  }
  if (byMass) {
    const Goal goal{parameters.topP * mass, 0};
    const Found last = locate<Adjusted>(row, histogram, goal, histogramFigures);
    const int neededForMass = neededOf(last, goal);
    if (last.distance < distance || (last.distance == distance && neededForMass < needed)) {
      distance = last.distance;
      needed = neededForMass;
      present = last.count;
    }
  }
  const float value = valueOf(histogram.peakKey - distance);
  return {value, needed < present ? occurrence<Adjusted>(row, value, needed - 1, figures, found) : INT_MAX};
}

}  // namespace nanoflow::slots

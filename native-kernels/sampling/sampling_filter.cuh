#pragma once

#include "sampling_sources.cuh"

/** Which tokens of a row may be chosen: a prefix of its order. */
namespace nanoflow::slots {

/** What a filter works in. */
struct Workspace {
  unsigned* bins;
  WarpFigures& figures;
  HistogramFigures& histogram;
  int* found;
};

/** Filters that a slot asks for. */
struct Filters {
  bool byCount, byMass, byWeight;

  __device__ Filters(const SlotParameters& parameters, int tokens)
      : byCount(parameters.topK > 0 && parameters.topK < tokens),
        byMass(parameters.topP < 1),
        byWeight(parameters.minP > 0) {}

  __device__ bool any() const { return byCount || byMass || byWeight; }
};

__device__ inline int clampedCount(double value, int least, int most) {
  return static_cast<int>(fmin(fmax(value, static_cast<double>(least)), static_cast<double>(most)));
}

/** How many tokens of the bin it takes to reach the goal. */
__device__ inline int neededOf(const Found& found, const Goal& goal) {
  const int byCount = clampedCount(static_cast<double>(goal.tokens) - found.before.tokens, 1, found.count);
  if (goal.mass <= found.before.mass) return byCount;
  return max(byCount, clampedCount(ceil((goal.mass - found.before.mass) / found.weight), 1, found.count));
}

/** A value that no token of `weight` or more is below. */
__device__ inline float leastValue(const Row& row, float peak, float weight) {
  if (!(weight > 0)) return kLowest;
  // Cutting off the bits may raise a negative value to the next one; two more are left for the rounding of the logarithm.
  constexpr int kMargin = 3;
  const float value = fmaxf(peak + log2f(weight) / row.scaleLog2, kLowest);
  return valueOf(max(keyOf(value) - kMargin, keyOf(kLowest)));
}

/** The smallest bf16 whose weight is `minP` or more, and that of all without such a bound. */
__device__ inline float thresholdOf(const Row& row, float peak, float minP) {
  if (!(minP > 0)) return kLowest;
  const float value = fmaxf(peak + log2f(minP) / row.scaleLog2, kLowest);
  const float cut = valueOf(keyOf(value));
  return fminf(cut < value ? valueOf(keyOf(value) + 1) : cut, peak);
}

/**
 * The part of the order that top-k, min-p and top-p keep.
 *
 * @param least no kept token is below it, nor any that min-p keeps out above
 */
template <typename Source>
__device__ __noinline__ Kept filter(const Row& row, const Source& source, const Filters& filters,
                                    const Measured& measured, float least, const Workspace& workspace) {
  if (!filters.byCount && !filters.byMass) return {least, INT_MAX};
  const SlotParameters& parameters = *row.parameters;
  Histogram histogram{workspace.bins, measured.peak, keyOf(measured.peak), least};
  double mass = measured.mass;
  int distance = INT_MAX, needed = INT_MAX, present = INT_MAX;
  if (filters.byCount || filters.byWeight) {
    const Goal goal{0, filters.byCount ? parameters.topK : INT_MAX};
    const Found last = locate(row, source, histogram, goal, workspace.histogram);
    distance = last.distance;
    needed = neededOf(last, goal);
    present = last.count;
    mass = last.before.mass + needed * static_cast<double>(last.weight);
  }
  if (filters.byMass) {
    const Goal goal{parameters.topP * mass, 0};
    const Found last = locate(row, source, histogram, goal, workspace.histogram);
    const int neededForMass = neededOf(last, goal);
    if (last.distance < distance || (last.distance == distance && neededForMass < needed)) {
      distance = last.distance;
      needed = neededForMass;
      present = last.count;
    }
  }
  const float value = valueOf(histogram.peakKey - distance);
  if (needed >= present) return {value, INT_MAX};
  return {value, source.occurrence(value, needed - 1, workspace.figures, workspace.found)};
}

/** Bounds below which a filter need not look, in the whole row and in a list. */
struct Bounds {
  float row, list;
  enum { sure, likely, unlikely } listSuffices;
};

/** Mass of the threads' largest tokens that are not below a bound: a good part of what a list would hold. */
__device__ inline double massOfThreads(const Row& row, const Measured& measured, float least, WarpFigures& figures) {
  const double own = measured.ownPeak >= least ? weightOf(row, measured.ownPeak, measured.peak) : 0.f;
  const double mass = sumLanes(own);
  __syncthreads();
  if (threadIdx.x % 32 == 0) figures.masses[threadIdx.x / 32] = mass;
  __syncthreads();
  return targetOf(figures, 1);
}

/** @param memory for as many floats as threads */
__device__ inline Bounds boundsOf(const Row& row, const Filters& filters, const Measured& measured, int tokens,
                                  float* memory, float* found, WarpFigures& figures) {
  // Of tokens without order: about twice as many are above this one of the threads' largest as there are threads.
  constexpr int kGuess = kThreads * 3 / 4;
  const SlotParameters& parameters = *row.parameters;
  const float threshold = thresholdOf(row, measured.peak, parameters.minP);
  if (filters.byCount && parameters.topK <= kThreads) {
    const float least = fmaxf(threshold, rankOfThreads(measured.ownPeak, parameters.topK, memory, found));
    return {least, least, Bounds::sure};
  }
  if (filters.byWeight) return {threshold, threshold, Bounds::sure};
  if (filters.byCount) return {threshold, threshold, Bounds::unlikely};
  // Tokens of less than this weight cannot fill what the prefix leaves, however many there are.
  const double rest = (1 - static_cast<double>(parameters.topP)) * measured.mass / tokens;
  const float least = leastValue(row, measured.peak, static_cast<float>(rest));
  const float guess = fmaxf(least, rankOfThreads(measured.ownPeak, kGuess, memory, found));
  constexpr double kPart = 0.6;
  const bool likely = massOfThreads(row, measured, guess, figures) >= kPart * parameters.topP * measured.mass;
  return {least, guess, likely ? Bounds::likely : Bounds::unlikely};
}

}  // namespace nanoflow::slots

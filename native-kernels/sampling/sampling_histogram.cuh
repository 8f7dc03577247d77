#pragma once

#include <climits>

#include "sampling_row.cuh"

/**
 * Search for the token of a row, in its order, at which a number of tokens or a mass is reached, by one CTA. A bf16 has
 * 65536 values, so tokens are counted by value: bin d of the histogram holds those d values below the largest of the
 * row. Counts are integers and masses are summed in a fixed order, hence equal inputs give equal results. The histogram
 * shows a window of the values at a time, since all of them exceed shared memory; more than one window is needed only
 * where the search reaches so far down.
 */
namespace nanoflow::slots {

constexpr int kBins = 4096;  // more would leave the L1 too small for the loads in flight

/** Tokens from the top of the order on, and their mass. */
struct Prefix {
  double mass;
  int tokens;

  __device__ void add(double otherMass, int otherTokens) {
    mass += otherMass;
    tokens += otherTokens;
  }
};

/** What a search looks for: so much mass, and so many tokens. */
struct Goal {
  double mass;
  int tokens;

  __device__ bool reachedBy(const Prefix& prefix) const { return prefix.mass >= mass && prefix.tokens >= tokens; }
};

/** Counts of the tokens at distances `base` to `base + kBins - 1`, those below `least` left out. */
struct Histogram {
  unsigned* bins;
  float peak;
  int peakKey;
  float least;
  int base = INT_MAX;      // nothing is counted yet
  int nextBase = INT_MAX;  // smallest distance beyond; INT_MAX: none
  Prefix before = {};      // the tokens above `base`

  __device__ float weightAt(const Row& row, int distance) const {
    return weightOf(row, valueOf(peakKey - distance), peak);
  }
};

/** A bin, and all tokens before it. */
struct Found {
  Prefix before;
  float weight;  // of one token
  int count;
  int distance;
};

struct HistogramFigures {
  double masses[kWarps];
  int counts[kWarps];
  int nextBase;
  Found found;
};

/**
 * Counts the tokens from distance `base` on.
 *
 * @param source whose `forEachFrom(least, visit)` visits the values that are not below `least`, rounded, and maybe others
 */
template <typename Source>
__device__ __noinline__ void count(const Source& source, Histogram& histogram, int base, HistogramFigures& figures) {
  __syncthreads();
  for (int i = threadIdx.x; i < kBins / 4; i += kThreads) reinterpret_cast<uint4*>(histogram.bins)[i] = {};
  if (threadIdx.x == 0) figures.nextBase = INT_MAX;
  __syncthreads();
  int next = INT_MAX;
  source.forEachFrom(histogram.least, [&](int, float value) {
    value = rounded(value);
    if (!(value >= histogram.least)) return;
    const int distance = histogram.peakKey - keyOf(value);
    if (distance < base) return;
    if (distance - base < kBins) {
      atomicAdd(&histogram.bins[distance - base], 1u);
    } else {
      next = min(next, distance);
    }
  });
  next = __reduce_min_sync(kAllLanes, next);
  if (threadIdx.x % 32 == 0 && next < INT_MAX) atomicMin(&figures.nextBase, next);
  __syncthreads();
  histogram.base = base;
  histogram.nextBase = figures.nextBase;
}

/** One of `kWarps` equal parts of some bins. */
struct BinPart {
  bool reached;  // whether the goal is reached in it; else it is the last part with tokens
  int index;     // -1: there are no tokens
  Prefix before;
  Prefix after;  // up to the end of all parts
};

/** Finds the part of the bins `first` to `first + width - 1` in which the goal is reached. */
__device__ inline BinPart choosePart(const Row& row, const Histogram& histogram, int first, int width, Prefix before,
                                     const Goal& goal, HistogramFigures& figures) {
  const int lane = threadIdx.x % 32, warp = threadIdx.x / 32, run = width / kWarps;
  double mass = 0;
  int tokens = 0;
  for (int bin = first + warp * run + lane; bin < first + (warp + 1) * run; bin += 32) {
    const int count = static_cast<int>(histogram.bins[bin]);
    if (count == 0) continue;
    mass += static_cast<double>(histogram.weightAt(row, histogram.base + bin)) * count;
    tokens += count;
  }
  mass = sumLanes(mass);
  tokens = __reduce_add_sync(kAllLanes, tokens);
  if (lane == 0) {
    figures.masses[warp] = mass;
    figures.counts[warp] = tokens;
  }
  __syncthreads();
  BinPart part{false, -1, before, before};
#pragma unroll 1
  for (int w = 0; w < kWarps; ++w) {
    Prefix upTo = part.after;
    upTo.add(figures.masses[w], figures.counts[w]);
    if (figures.counts[w] > 0 && !part.reached) part = {goal.reachedBy(upTo), w, part.after, part.after};
    part.after = upTo;
  }
  __syncthreads();
  return part;
}

/** A warp writes the bin at which the goal is reached, or the last one with tokens. */
__device__ inline void chooseBin(const Row& row, const Histogram& histogram, int first, int width, Prefix before,
                                 const Goal& goal, Found& found) {
  const int lane = threadIdx.x % 32;
  for (int bin = first + lane; bin < first + width; bin += 32) {
    const int count = static_cast<int>(histogram.bins[bin]);
    const float weight = count > 0 ? histogram.weightAt(row, histogram.base + bin) : 0.f;
    const double mass = static_cast<double>(weight) * count;
    Prefix upTo = before;
    upTo.add(scanLanes(mass), scanLanes(count));
    const unsigned reached = __ballot_sync(kAllLanes, count > 0 && goal.reachedBy(upTo));
    const unsigned present = __ballot_sync(kAllLanes, count > 0);
    const int writer = reached != 0 ? __ffs(reached) - 1 : 31 - __clz(present);
    if (lane == writer) found = {{upTo.mass - mass, upTo.tokens - count}, weight, count, histogram.base + bin};
    if (reached != 0) return;
    before.mass = __shfl_sync(kAllLanes, upTo.mass, 31);
    before.tokens = __shfl_sync(kAllLanes, upTo.tokens, 31);
  }
}

/**
 * The bin at which the tokens, in their order, reach the goal; the last one where they never do. Goes on from the window
 * at hand where the goal lies in it or below.
 */
template <typename Source>
__device__ __noinline__ Found locate(const Row& row, const Source& source, Histogram& histogram,
                                                const Goal& goal, HistogramFigures& figures) {
  constexpr int kPartBins = kBins / kWarps, kFineBins = kPartBins / kWarps;
  const bool goOn = histogram.base < INT_MAX && !goal.reachedBy(histogram.before);
  int base = goOn ? histogram.base : 0;
  Prefix before = goOn ? histogram.before : Prefix{};
  while (true) {
    if (histogram.base != base) {
      count(source, histogram, base, figures);
      histogram.before = before;
    }
    const BinPart wide = choosePart(row, histogram, 0, kBins, before, goal, figures);
    if (wide.index >= 0) {
      const int first = wide.index * kPartBins;
      const BinPart fine = choosePart(row, histogram, first, kPartBins, wide.before, goal, figures);
      if (threadIdx.x < 32) {
        chooseBin(row, histogram, first + fine.index * kFineBins, kFineBins, fine.before, goal, figures.found);
      }
    }
    if (wide.reached || histogram.nextBase == INT_MAX) break;
    base = histogram.nextBase;
    before = wide.after;
  }
  __syncthreads();
  const Found found = figures.found;
  __syncthreads();
  return found;
}

}  // namespace nanoflow::slots

#pragma once

#include <climits>

#include "sampling_row.cuh"

/**
 * Parts of exact nucleus selection by one CTA. A bf16 logit has 65536 values, so tokens are counted by value: bin d of
 * the histogram holds those d values below the largest of the row. Counts are integers and masses are summed in a fixed
 * order, hence equal inputs give equal results. The histogram shows a window of the values at a time, since all of them
 * exceed shared memory; more than one window is needed only where the wanted mass reaches so far down.
 */
namespace nanoflow::nucleus {

constexpr int kBins = 16384;

/** Counts of the tokens at distances `base` to `base + kBins - 1`. */
struct Histogram {
  unsigned* bins;
  int base = INT_MAX;      // nothing is counted yet
  int nextBase = INT_MAX;  // smallest distance beyond; INT_MAX: none
  double before = 0;       // mass of the tokens above `base`
};

/** A bin, and the mass of all tokens before it. */
struct Found {
  double before;
  float weight;  // of one token
  int count;
  int distance;
};

struct HistogramShared {
  double partMasses[kWarps];
  int nextBase;
  Found found;
};

/** Counts the tokens from distance `base` on. */
__device__ inline void count(const Row& row, Histogram& histogram, int base, HistogramShared& shared) {
  __syncthreads();
  for (int i = threadIdx.x; i < kBins / 4; i += kThreads) reinterpret_cast<uint4*>(histogram.bins)[i] = {};
  if (threadIdx.x == 0) shared.nextBase = INT_MAX;
  __syncthreads();
  int next = INT_MAX;
  const auto add = [&](uint32_t bits) {
    const int distance = row.peakKey - keyOf(bits);
    if (distance < base) return;
    if (distance - base < kBins) {
      atomicAdd(&histogram.bins[distance - base], 1u);
    } else {
      next = min(next, distance);
    }
  };
  const __nv_bfloat162 least = __float2bfloat162_rn(row.least);
  forEachVector(row, threadIdx.x, row.columns, kThreads, [&](const uint4& vector) {
    unsigned counts[4];
#pragma unroll
    for (int i = 0; i < 4; ++i) counts[i] = __hge2_mask(unpacked(pairOf(vector, i)), least);
    if ((counts[0] | counts[1] | counts[2] | counts[3]) == 0) return;
#pragma unroll
    for (int i = 0; i < 4; ++i) {
      if (counts[i] & 0xffff) add(pairOf(vector, i) & 0xffff);
      if (counts[i] >> 16) add(pairOf(vector, i) >> 16);
    }
  });
  next = __reduce_min_sync(kAllLanes, next);
  if (threadIdx.x % 32 == 0 && next < INT_MAX) atomicMin(&shared.nextBase, next);
  __syncthreads();
  histogram.base = base;
  histogram.nextBase = shared.nextBase;
}

__device__ inline float weightAt(const Row& row, int distance) {
  return weightOf(row, valueOf(row.peakKey - distance), row.peak);
}

/** One of `kWarps` equal parts of some bins. */
struct Part {
  bool reached;   // whether the mass reaches the target in it; else it is the last part with mass
  int index;      // -1: there is no mass
  double before;  // mass of the tokens above the part
  double after;   // mass up to the end of all parts
};

/** Finds the part of the bins `first` to `first + width - 1` in which the mass reaches `target`. */
__device__ inline Part choosePart(const Row& row, const Histogram& histogram, int first, int width, double before,
                                  double target, HistogramShared& shared) {
  const int lane = threadIdx.x % 32, warp = threadIdx.x / 32, run = width / kWarps;
  double mass = 0;
  for (int bin = first + warp * run + lane; bin < first + (warp + 1) * run; bin += 32) {
    const unsigned tokens = histogram.bins[bin];
    if (tokens > 0) mass += static_cast<double>(weightAt(row, histogram.base + bin)) * tokens;
  }
  for (int offset = 16; offset > 0; offset /= 2) mass += __shfl_xor_sync(kAllLanes, mass, offset);
  if (lane == 0) shared.partMasses[warp] = mass;
  __syncthreads();
  Part part{false, -1, before, before};
#pragma unroll 1
  for (int w = 0; w < kWarps; ++w) {
    const double upTo = part.after + shared.partMasses[w];
    if (shared.partMasses[w] > 0 && !part.reached) part = {upTo >= target, w, part.after, part.after};
    part.after = upTo;
  }
  __syncthreads();
  return part;
}

/** A warp writes the bin at which the mass reaches `target`, or the last one with mass. */
__device__ inline void chooseBin(const Row& row, const Histogram& histogram, int first, int width, double before,
                                 double target, Found& found) {
  const int lane = threadIdx.x % 32;
  for (int bin = first + lane; bin < first + width; bin += 32) {
    const int tokens = static_cast<int>(histogram.bins[bin]);
    const float weight = tokens > 0 ? weightAt(row, histogram.base + bin) : 0.f;
    const double mass = static_cast<double>(weight) * tokens;
    const double upTo = before + scanLanes(mass);
    const unsigned reached = __ballot_sync(kAllLanes, mass > 0 && upTo >= target);
    const unsigned present = __ballot_sync(kAllLanes, mass > 0);
    const int writer = reached != 0 ? __ffs(reached) - 1 : 31 - __clz(present);
    if (lane == writer) found = {upTo - mass, weight, tokens, histogram.base + bin};
    if (reached != 0) return;
    before = __shfl_sync(kAllLanes, upTo, 31);
  }
}

/**
 * The bin at which the mass of the tokens, in falling order, reaches `target`; the last one where rounding keeps it short.
 * Goes on from the window at hand where the target lies in it or below.
 */
__device__ inline Found locate(const Row& row, Histogram& histogram, double target, HistogramShared& shared) {
  constexpr int kPartBins = kBins / kWarps, kFineBins = kPartBins / kWarps;
  const bool goOn = histogram.base < INT_MAX && target > histogram.before;
  int base = goOn ? histogram.base : 0;
  double before = goOn ? histogram.before : 0;
  while (true) {
    if (histogram.base != base) {
      count(row, histogram, base, shared);
      histogram.before = before;
    }
    const Part wide = choosePart(row, histogram, 0, kBins, before, target, shared);
    if (wide.index >= 0) {
      const int first = wide.index * kPartBins;
      const Part fine = choosePart(row, histogram, first, kPartBins, wide.before, target, shared);
      if (threadIdx.x < 32) {
        chooseBin(row, histogram, first + fine.index * kFineBins, kFineBins, fine.before, target, shared.found);
      }
    }
    if (wide.reached || histogram.nextBase == INT_MAX) break;
    base = histogram.nextBase;
    before = wide.after;
  }
  __syncthreads();
  const Found found = shared.found;
  __syncthreads();
  return found;
}

__device__ inline int clampedCount(double value, int least, int most) {
  return static_cast<int>(fmin(fmax(value, static_cast<double>(least)), static_cast<double>(most)));
}

}  // namespace nanoflow::nucleus

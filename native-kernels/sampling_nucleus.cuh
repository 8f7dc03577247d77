#pragma once

#include <cuda_bf16.h>

#include <climits>
#include <cmath>
#include <cstdint>

/**
 * Parts of exact nucleus selection by one CTA. A bf16 logit has 65536 values, so tokens are counted by value: bin d of
 * the histogram holds those d values below the largest of the row. Counts are integers and masses are summed in a fixed
 * order, hence equal inputs give equal results. The histogram shows a window of the values at a time, since all of them
 * exceed shared memory; more than one window is needed only where the wanted mass reaches so far down.
 */
namespace nanoflow::nucleus {

constexpr int kThreads = 512;
constexpr int kWarps = kThreads / 32;
constexpr int kBins = 16384;
constexpr int kUnroll = 4;
constexpr unsigned kAllLanes = 0xffffffffu;

/** A row of logits, eight to a vector. */
struct Row {
  const uint4* vectors;
  int columns;  // vectors
  float scaleLog2;
  float peak = 0.f;
  int peakKey = 0;
  float least = -INFINITY;  // smallest logit that matters
};

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

struct Shared {
  float peaks[kWarps], masses[kWarps];
  double partMasses[kWarps];
  int occurrences[kWarps];
  int nextBase;
  Found found;
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

/** Fills in the row's largest logit. @returns the mass of all tokens, in units of the likeliest one's */
__device__ inline double measure(Row& row, Shared& shared) {
  float peak = -INFINITY, mass = 0.f;
  forEachVector(row, threadIdx.x, row.columns, kThreads, [&](const uint4& vector) {
    const __nv_bfloat162 highest = __hmax2(__hmax2(unpacked(vector.x), unpacked(vector.y)),
                                           __hmax2(unpacked(vector.z), unpacked(vector.w)));
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
  __syncthreads();
  row.peak = -INFINITY;
  for (int w = 0; w < kWarps; ++w) row.peak = fmaxf(row.peak, shared.peaks[w]);
  row.peakKey = keyOf(__float_as_uint(row.peak) >> 16);
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

/** Counts the tokens from distance `base` on. */
__device__ inline void count(const Row& row, Histogram& histogram, int base, Shared& shared) {
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

/** Inclusive sum over the lanes of a warp. */
template <typename Number>
__device__ inline Number scanLanes(Number value) {
  for (int offset = 1; offset < 32; offset *= 2) {
    const Number left = __shfl_up_sync(kAllLanes, value, offset);
    if (static_cast<int>(threadIdx.x % 32) >= offset) value += left;
  }
  return value;
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
                                  double target, Shared& shared) {
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
__device__ inline Found locate(const Row& row, Histogram& histogram, double target, Shared& shared) {
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
__device__ inline void writeOccurrence(const Row& row, int key, int rank, int* to, Shared& shared) {
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

#pragma once

#include "sampling_histogram.cuh"

/**
 * What tokens are searched in: a whole row, or a list of those that may be chosen. Where the list holds them all, no more
 * passes over the row are needed. Both keep the tokens in the order of their numbers.
 */
namespace nanoflow::slots {

/** Values above `least`, and those equal to it up to the token `last`. */
struct Kept {
  float least;
  int last;

  __device__ static Kept all() { return {-INFINITY, INT_MAX}; }
  __device__ bool has(float value, int token) const { return value > least || (value == least && token <= last); }
};

/** Weight of a kept token; 0 of any other. */
__device__ inline float keptWeight(const Row& row, const Kept& kept, float peak, float value, int token) {
  return kept.has(rounded(value), token) ? weightOf(row, value, peak) : 0.f;
}

/**
 * The largest kept value. Values that round alike may differ by more than weights can, so the largest of the row, rounded,
 * does not serve where values are finer than bf16.
 */
template <typename Source>
__device__ __noinline__ float keptPeak(const Source& source, const Kept& kept, WarpFigures& figures) {
  float peak = -INFINITY;
  source.forEachFrom(kept.least, [&](int token, float value) {
    if (kept.has(rounded(value), token)) peak = fmaxf(peak, value);
  });
  for (int offset = 16; offset > 0; offset /= 2) peak = fmaxf(peak, __shfl_xor_sync(kAllLanes, peak, offset));
  __syncthreads();
  if (threadIdx.x % 32 == 0) figures.peaks[threadIdx.x / 32] = peak;
  __syncthreads();
  for (int w = 0; w < kWarps; ++w) peak = fmaxf(peak, figures.peaks[w]);
  return peak;
}

/** Where a mass is reached among the parts of the warps, or the last part with mass. */
__device__ inline int chooseWarp(const WarpFigures& figures, double& target) {
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
  return chosen;
}

__device__ inline double targetOf(const WarpFigures& figures, double uniform) {
  double mass = 0;
  for (int w = 0; w < kWarps; ++w) mass += figures.masses[w];
  return mass * uniform;
}

/** All tokens of a row. */
template <bool Adjusted>
struct WholeRow {
  const Row& row;

  template <typename Visit>
  __device__ void forEachFrom(float least, Visit visit) const {
    forEachInParts<Adjusted>(row, 0, row.vectors, [&](int vector, const uint4& logits, const Float8& eight) {
      if (!(rounded(largestOf<Adjusted>(logits, eight)) >= least)) return;
#pragma unroll
      for (int i = 0; i < 8; ++i) visit(vector * 8 + i, eight.values[i]);
    });
  }

  /** The token that is the `rank`-th (from 0) of those that have the value. The warps narrow down where it is. */
  __device__ __noinline__ int occurrence(float value, int rank, WarpFigures& figures, int* found) const {
    const int lane = threadIdx.x % 32, warp = threadIdx.x / 32;
    const auto matches = [&](const uint4& logits, const Float8& eight) {
      unsigned mask = 0;
      if (!(rounded(largestOf<Adjusted>(logits, eight)) >= value)) return mask;
#pragma unroll
      for (int i = 0; i < 8; ++i) mask |= rounded(eight.values[i]) == value ? 1u << i : 0u;
      return mask;
    };
    int begin = 0, end = row.vectors;
    while (end - begin > 32) {
      int own = 0;
      forEachInParts<Adjusted>(row, begin, end, [&](int, const uint4& logits, const Float8& eight) {
        own += __popc(matches(logits, eight));
      });
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
      forEachVector<Adjusted>(row, begin + lane, end, 32, [&](int, const uint4& logits, const Float8& eight) {
        mask = matches(logits, eight);
      });
      int skip = rank - (scanLanes(__popc(mask)) - __popc(mask));
      if (skip >= 0 && skip < __popc(mask)) {
        while (skip-- > 0) mask &= mask - 1;
        *found = (begin + lane) * 8 + __ffs(mask) - 1;
      }
    }
    __syncthreads();
    return *found;
  }

  /** Masses of the kept tokens in the parts of the vectors `begin` to `end`. */
  __device__ __noinline__ void sumParts(const Kept& kept, float peak, int begin, int end, WarpFigures& figures) const {
    float mass = 0.f;
    forEachInParts<Adjusted>(row, begin, end, [&](int vector, const uint4& logits, const Float8& eight) {
      if (rounded(largestOf<Adjusted>(logits, eight)) < kept.least) return;
#pragma unroll
      for (int i = 0; i < 8; ++i) mass += keptWeight(row, kept, peak, eight.values[i], vector * 8 + i);
    });
    const double all = sumLanes(mass);
    __syncthreads();
    if (threadIdx.x % 32 == 0) figures.masses[threadIdx.x / 32] = all;
    __syncthreads();
  }

  __device__ void sum(const Kept& kept, float peak, WarpFigures& figures) const {
    sumParts(kept, peak, 0, row.vectors, figures);
  }

  /**
   * The first token at which the kept ones up to it hold more than `uniform` of their mass; the last one where rounding
   * keeps them short. Goes down into ever smaller parts.
   *
   * @param figures `masses` are those of the parts of the row
   */
  __device__ __noinline__ void draw(const Kept& kept, float peak, double uniform, WarpFigures& figures,
                                    int* token) const {
    double target = targetOf(figures, uniform);
    int begin = 0, end = row.vectors;
    for (;;) {
      const Part part(begin, end, chooseWarp(figures, target));
      begin = part.begin;
      end = part.end;
      if (end - begin <= 32) break;
      sumParts(kept, peak, begin, end, figures);
    }
    if (threadIdx.x >= 32) return;
    const int lane = threadIdx.x;
    float weights[8] = {};
    double mass = 0;
    forEachVector<Adjusted>(row, begin + lane, end, 32, [&](int vector, const uint4&, const Float8& eight) {
#pragma unroll
      for (int i = 0; i < 8; ++i) {
        weights[i] = keptWeight(row, kept, peak, eight.values[i], vector * 8 + i);
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
};

/** Most tokens that a warp lists. */
constexpr int kListed = 256;

/** Tokens of a row that are not below a bound: those of its part, for each warp. */
struct ListMemory {
  float values[kWarps][kListed];
  int tokens[kWarps][kListed];
  int counts[kWarps];
};

struct List {
  const Row& row;
  ListMemory& memory;

  template <typename Visit>
  __device__ void forEachFrom(float, Visit visit) const {
    const int warp = threadIdx.x / 32;
    for (int i = threadIdx.x % 32; i < memory.counts[warp]; i += 32) {
      visit(memory.tokens[warp][i], memory.values[warp][i]);
    }
  }

  __device__ __noinline__ int occurrence(float value, int rank, WarpFigures& figures, int* found) const {
    const int lane = threadIdx.x % 32, warp = threadIdx.x / 32, count = memory.counts[warp];
    int own = 0;
    forEachFrom(value, [&](int, float each) { own += rounded(each) == value ? 1 : 0; });
    own = __reduce_add_sync(kAllLanes, own);
    if (lane == 0) figures.counts[warp] = own;
    __syncthreads();
    for (int w = 0; w < warp; ++w) rank -= figures.counts[w];
    for (int base = 0; base < count && rank >= 0; base += 32) {
      const bool match = base + lane < count && rounded(memory.values[warp][base + lane]) == value;
      const unsigned matches = __ballot_sync(kAllLanes, match);
      if (match && __popc(matches & ((1u << lane) - 1)) == rank) *found = memory.tokens[warp][base + lane];
      rank -= __popc(matches);
    }
    __syncthreads();
    return *found;
  }

  __device__ __noinline__ void sum(const Kept& kept, float peak, WarpFigures& figures) const {
    double mass = 0;
    forEachFrom(kept.least, [&](int token, float value) { mass += keptWeight(row, kept, peak, value, token); });
    mass = sumLanes(mass);
    __syncthreads();
    if (threadIdx.x % 32 == 0) figures.masses[threadIdx.x / 32] = mass;
    __syncthreads();
  }

  /** As that of a whole row. */
  __device__ __noinline__ void draw(const Kept& kept, float peak, double uniform, WarpFigures& figures,
                                    int* token) const {
    const int lane = threadIdx.x % 32, warp = threadIdx.x / 32, count = memory.counts[warp];
    double target = targetOf(figures, uniform);
    if (chooseWarp(figures, target) != warp) return;
    double before = 0;
    for (int base = 0; base < count; base += 32) {
      const int at = base + lane;
      const bool there = at < count;
      const int own = there ? memory.tokens[warp][at] : 0;
      const double weight = there ? keptWeight(row, kept, peak, memory.values[warp][at], own) : 0.f;
      const double upTo = before + scanLanes(weight);
      const unsigned reached = __ballot_sync(kAllLanes, weight > 0 && upTo > target);
      const unsigned present = __ballot_sync(kAllLanes, weight > 0);
      const int writer = reached != 0 ? __ffs(reached) - 1 : present != 0 ? 31 - __clz(present) : -1;
      if (lane == writer) *token = own;
      if (reached != 0) return;
      before = __shfl_sync(kAllLanes, upTo, 31);
    }
  }
};

/** Lists the tokens that are not below `least`. @returns whether there is room for all */
template <bool Adjusted>
__device__ __noinline__ bool collect(const Row& row, float least, ListMemory& list) {
  constexpr int kUnroll = Adjusted ? 2 : 4;
  constexpr uint4 kNone{0xff80ff80, 0xff80ff80, 0xff80ff80, 0xff80ff80};
  const int lane = threadIdx.x % 32, warp = threadIdx.x / 32;
  const Part part(0, row.vectors, warp);
  int count = 0;
  for (int base = part.begin; base < part.end; base += 32 * kUnroll) {
    uint4 logits[kUnroll], entries[kUnroll];
#pragma unroll
    for (int u = 0; u < kUnroll; ++u) {
      const int vector = base + 32 * u + lane;
      logits[u] = vector < part.end ? row.logits[vector] : kNone;
      if constexpr (Adjusted) entries[u] = vector < part.end ? row.entries[vector] : uint4{};
    }
#pragma unroll
    for (int u = 0; u < kUnroll; ++u) {
      const int vector = base + 32 * u + lane;
      excludeTail(row, vector, logits[u]);
      const Float8 eight = valuesOf<Adjusted>(row, vector, logits[u], entries[u]);
      const bool any = rounded(largestOf<Adjusted>(logits[u], eight)) >= least;
      if (!__any_sync(kAllLanes, any)) continue;
      unsigned mask = 0;
      if (any) {
#pragma unroll
        for (int i = 0; i < 8; ++i) mask |= rounded(eight.values[i]) >= least ? 1u << i : 0u;
      }
      const int upTo = scanLanes(__popc(mask));
      int at = count + upTo - __popc(mask);
      count += __shfl_sync(kAllLanes, upTo, 31);
      if (mask == 0) continue;
#pragma unroll
      for (int i = 0; i < 8; ++i) {
        if (!(mask >> i & 1)) continue;
        if (at < kListed) {
          list.tokens[warp][at] = vector * 8 + i;
          list.values[warp][at] = eight.values[i];
        }
        ++at;
      }
    }
  }
  if (lane == 0) list.counts[warp] = count;
  return __syncthreads_or(count > kListed) == 0;
}

/**
 * The `rank`-th (from 1) of the largest values that each thread has seen: no fewer tokens are not below it.
 *
 * @param memory for as many floats as threads
 */
__device__ inline float rankOfThreads(float own, int rank, float* memory, float* found) {
  __syncthreads();
  memory[threadIdx.x] = own;
  __syncthreads();
  int place = 1;
#pragma unroll 4
  for (int i = 0; i < kThreads; ++i) {
    const float other = memory[i];
    place += other > own || (other == own && i < static_cast<int>(threadIdx.x)) ? 1 : 0;
  }
  if (place == rank) *found = own;
  __syncthreads();
  return fmaxf(*found, kLowest);
}

}  // namespace nanoflow::slots

#pragma once

#include "../device/async_copy.cuh"
#include "../device/vector_types.cuh"
#include "../device/warp.cuh"
#include "rank_sum.cuh"

/** Rows that are summed over ranks, added to the residual and normalised, by groups of threads of a CTA. */
namespace nanoflow {

/**
 * Threads of a CTA: as many as an SM's registers allow. Where few CTAs do the work, what takes the time is not the links
 * but a row's way through its threads, and more rows at once hide it.
 */
template <int Ranks>
inline constexpr int kNormThreads = Ranks == 8 ? 512 : 1024;

/**
 * Vectors of a row that a thread has: 16 to 32 registers hold what is on its way from all ranks, more where few CTAs fit
 * an SM.
 */
template <int Ranks>
inline constexpr int kRowVectors = Ranks == 2 ? 4 : 2;

/** Where the parts of one row lie, on any rank. */
template <int Ranks, int Outputs>
struct ReducedRow {
  const __nv_bfloat16* inputs[Ranks];
  const __nv_bfloat16* residual;
  __nv_bfloat16* residuals[Outputs];  ///< null: not wanted
  __nv_bfloat16* outputs[Outputs];
};

/**
 * What a group of `Threads` threads needs for its rows. The next row's terms are on their way to registers while a row is
 * normalised, since a load from a peer takes a microsecond or two. (By cp.async to shared memory, two rows at a time, a CTA
 * got a quarter of what a plain all-reduce gets from a peer.) The row itself and the next residual stay in shared memory
 * meanwhile, where a thread reads only what is its own.
 */
template <int Ranks, int Threads>
class RowGroup {
 public:
  static constexpr int kVectors = kRowVectors<Ranks>;
  static constexpr int kCtaThreads = kNormThreads<Ranks>;
  static constexpr int kGroups = kCtaThreads / Threads;
  static constexpr size_t kSharedBytes = sizeof(uint4) * 2 * kVectors * kCtaThreads;

  /** @param shared dynamic shared memory of the CTA, kSharedBytes @param sums [2][kCtaThreads / 32] */
  __device__ RowGroup(uint4* shared, float (*sums)[kCtaThreads / 32], const __nv_bfloat16* weight, int hidden,
                      float epsilon)
      : shared_(shared + threadIdx.x), sums_(sums), weight_(weight), columns_(hidden / 8), hidden_(hidden),
        epsilon_(epsilon) {}

  static __device__ int index() { return threadIdx.x / Threads; }

  /** Copies a row. */
  __device__ void copy(__nv_bfloat16* to, const __nv_bfloat16* from) const {
#pragma unroll
    for (int v = 0; v < kVectors; ++v) {
      if (column(v) < columns_) store8(to + column(v) * 8, loadOnce(from + column(v) * 8));
    }
  }

  /** Computes rows 0 to `count` - 1, which `rowAt` tells by their number. */
  template <int Outputs, typename RowAt>
  __device__ void compute(int count, const RowAt& rowAt) const {
    Terms terms;
    if (count > 0) fetch(terms, 0, rowAt(0));
    for (int n = 0; n < count; ++n) {
      waitChunks();  // the residual
      float squares = 0.f;
#pragma unroll
      for (int v = 0; v < kVectors; ++v) {
        if (column(v) < columns_) add(terms.values[v], *place(n % 2, v), squares);
      }
      if (n + 1 < count) fetch(terms, (n + 1) % 2, rowAt(n + 1));
      const ReducedRow<Ranks, Outputs> row = rowAt(n);
#pragma unroll
      for (int v = 0; v < kVectors; ++v) {
        if (column(v) < columns_) write<Outputs>(row.residuals, v, *place(n % 2, v));
      }
      const float scale = rsqrtf(total(squares, n % 2) / hidden_ + epsilon_);
#pragma unroll
      for (int v = 0; v < kVectors; ++v) {
        if (column(v) >= columns_) continue;
        write<Outputs>(row.outputs, v, scaled(*place(n % 2, v), load8(weight_ + column(v) * 8), scale));
      }
    }
  }

 private:
  struct Terms {
    Bf16x8 values[kVectors][Ranks];
  };

  static __device__ int column(int v) { return threadIdx.x % Threads + v * Threads; }

  /** A vector of the residual, or of the row once it is summed. */
  __device__ Bf16x8* place(int stage, int v) const {
    return reinterpret_cast<Bf16x8*>(shared_ + (stage * kVectors + v) * kCtaThreads);
  }

  template <typename Row>
  __device__ void fetch(Terms& terms, int stage, const Row& row) const {
#pragma unroll
    for (int v = 0; v < kVectors; ++v) {
      if (column(v) >= columns_) continue;
#pragma unroll
      for (int rank = 0; rank < Ranks; ++rank) terms.values[v][rank] = loadOnce(row.inputs[rank] + column(v) * 8);
      copyChunk(sharedAddress(place(stage, v)), row.residual + column(v) * 8, true);
    }
  }

  /** Adds the terms to a vector of the residual, and its squares to `squares`. */
  static __device__ void add(const Bf16x8 (&terms)[Ranks], Bf16x8& residual, float& squares) {
    Float8 sum = toFloat(terms[0]);
#pragma unroll
    for (int rank = 1; rank < Ranks; ++rank) addTo(sum, toFloat(terms[rank]));
    addTo(sum, toFloat(residual));
    residual = toBf16(sum);
    const Float8 kept = toFloat(residual);
#pragma unroll
    for (int i = 0; i < 8; ++i) squares += kept.values[i] * kept.values[i];
  }

  static __device__ void addTo(Float8& sum, const Float8& part) {
#pragma unroll
    for (int i = 0; i < 8; ++i) sum.values[i] += part.values[i];
  }

  /** Sum over the group's threads, the same in all of them. `turn` alternates, so that no thread overtakes another. */
  __device__ float total(float squares, int turn) const {
    for (int offset = 16; offset > 0; offset /= 2) squares += __shfl_xor_sync(kAllLanes, squares, offset);
    if (threadIdx.x % 32 == 0) sums_[turn][threadIdx.x / 32] = squares;
    asm volatile("bar.sync %0, %1;" ::"r"(1 + index()), "n"(Threads) : "memory");
    float total = 0.f;
#pragma unroll
    for (int warp = 0; warp < Threads / 32; ++warp) total += sums_[turn][index() * (Threads / 32) + warp];
    return total;
  }

  static __device__ Bf16x8 scaled(const Bf16x8& values, const Bf16x8& weights, float scale) {
    const Float8 wide = toFloat(values);
    Float8 result = toFloat(weights);
#pragma unroll
    for (int i = 0; i < 8; ++i) result.values[i] *= wide.values[i] * scale;
    return toBf16(result);
  }

  template <int Outputs>
  __device__ void write(__nv_bfloat16* const (&rows)[Outputs], int v, const Bf16x8& values) const {
#pragma unroll
    for (int out = 0; out < Outputs; ++out) {
      if (rows[out] != nullptr) store8(rows[out] + column(v) * 8, values);
    }
  }

  uint4* shared_;
  float (*sums_)[kCtaThreads / 32];
  const __nv_bfloat16* weight_;
  int columns_, hidden_;
  float epsilon_;
};

}  // namespace nanoflow

#pragma once

#include "../device/async_copy.cuh"
#include "../device/vector_types.cuh"
#include "../device/warp.cuh"
#include "rank_sum.cuh"

/** Rows that are summed over ranks, added to the residual and normalised, by groups of threads of a CTA. */
namespace nanoflow {

/** Vectors of a row that a thread has: what a group of threads takes of a row is 16 times its threads. */
inline constexpr int kRowVectors = 2;

/** Where the parts of one row lie, on any rank. */
template <int Ranks, int Outputs>
struct ReducedRow {
  const __nv_bfloat16* inputs[Ranks];
  const __nv_bfloat16* residual;
  __nv_bfloat16* residuals[Outputs];  ///< null: not wanted
  __nv_bfloat16* outputs[Outputs];
};

/**
 * What a group of `Threads` threads needs for its rows. Sources of the next `Stages` rows are on their way to shared memory
 * all the time, since a load from a peer takes a microsecond. A thread reads only what it copied there itself.
 */
template <int Ranks, int Threads, int Stages>
class RowGroup {
 public:
  static constexpr int kGroups = kSumThreads / Threads;
  static constexpr size_t kSharedBytes = sizeof(uint4) * Stages * (Ranks + 1) * kRowVectors * kSumThreads;

  /** @param shared dynamic shared memory of the CTA, kSharedBytes @param sums [2][kSumThreads / 32] */
  __device__ RowGroup(uint4* shared, float (*sums)[kSumThreads / 32], const __nv_bfloat16* weight, int hidden,
                      float epsilon)
      : shared_(shared + threadIdx.x), sums_(sums), weight_(weight), columns_(hidden / 8), hidden_(hidden),
        epsilon_(epsilon) {}

  static __device__ int index() { return threadIdx.x / Threads; }

  /** Copies a row. */
  __device__ void copy(__nv_bfloat16* to, const __nv_bfloat16* from) const {
#pragma unroll
    for (int v = 0; v < kRowVectors; ++v) {
      if (column(v) < columns_) store8(to + column(v) * 8, loadOnce(from + column(v) * 8));
    }
  }

  /** Computes rows 0 to `count` - 1, which `rowAt` tells by their number. */
  template <int Outputs, typename RowAt>
  __device__ void compute(int count, const RowAt& rowAt) {
    for (int n = 0; n < Stages; ++n) fetch(n % Stages, n < count, rowAt, n);
    for (int n = 0; n < count; ++n) {
      waitForOldest();
      const ReducedRow<Ranks, Outputs> row = rowAt(n);
      Bf16x8 values[kRowVectors];
      float squares = 0.f;
#pragma unroll
      for (int v = 0; v < kRowVectors; ++v) {
        if (column(v) < columns_) values[v] = sum(n % Stages, v, squares);
      }
      fetch(n % Stages, n + Stages < count, rowAt, n + Stages);
      write<Outputs>(row.residuals, values);
      const float scale = rsqrtf(total(squares, n % 2) / hidden_ + epsilon_);
#pragma unroll
      for (int v = 0; v < kRowVectors; ++v) {
        if (column(v) < columns_) values[v] = scaled(values[v], load8(weight_ + column(v) * 8), scale);
      }
      write<Outputs>(row.outputs, values);
    }
  }

 private:
  static __device__ int column(int v) { return threadIdx.x % Threads + v * Threads; }

  /** Place of a vector of source `source`, the residual being the last. */
  __device__ uint4* place(int stage, int source, int v) const {
    return shared_ + ((stage * (Ranks + 1) + source) * kRowVectors + v) * kSumThreads;
  }

  template <typename RowAt>
  __device__ void fetch(int stage, bool present, const RowAt& rowAt, int n) const {
    if (present) {
      const auto row = rowAt(n);
#pragma unroll
      for (int v = 0; v < kRowVectors; ++v) {
        if (column(v) >= columns_) continue;
#pragma unroll
        for (int rank = 0; rank < Ranks; ++rank) {
          copyChunk(sharedAddress(place(stage, rank, v)), row.inputs[rank] + column(v) * 8, true);
        }
        copyChunk(sharedAddress(place(stage, Ranks, v)), row.residual + column(v) * 8, true);
      }
    }
    asm volatile("cp.async.commit_group;" ::: "memory");
  }

  static __device__ void waitForOldest() { asm volatile("cp.async.wait_group %0;" ::"n"(Stages - 1) : "memory"); }

  /** A vector of the new residual; adds its squares. */
  __device__ Bf16x8 sum(int stage, int v, float& squares) const {
    Float8 sum = toFloat(vectorAt(stage, 0, v));
#pragma unroll
    for (int source = 1; source <= Ranks; ++source) {
      const Float8 part = toFloat(vectorAt(stage, source, v));
#pragma unroll
      for (int i = 0; i < 8; ++i) sum.values[i] += part.values[i];
    }
    const Bf16x8 rounded = toBf16(sum);
    const Float8 kept = toFloat(rounded);
#pragma unroll
    for (int i = 0; i < 8; ++i) squares += kept.values[i] * kept.values[i];
    return rounded;
  }

  __device__ Bf16x8 vectorAt(int stage, int source, int v) const {
    return *reinterpret_cast<const Bf16x8*>(place(stage, source, v));
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
  __device__ void write(__nv_bfloat16* const (&rows)[Outputs], const Bf16x8 (&values)[kRowVectors]) const {
#pragma unroll
    for (int out = 0; out < Outputs; ++out) {
      if (rows[out] == nullptr) continue;
#pragma unroll
      for (int v = 0; v < kRowVectors; ++v) {
        if (column(v) < columns_) store8(rows[out] + column(v) * 8, values[v]);
      }
    }
  }

  uint4* shared_;
  float (*sums_)[kSumThreads / 32];
  const __nv_bfloat16* weight_;
  int columns_, hidden_;
  float epsilon_;
};

}  // namespace nanoflow

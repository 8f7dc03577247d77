#pragma once

#include <cmath>

#include "../device/exp2.cuh"
#include "../device/warp.cuh"

namespace nanoflow::decode {

constexpr int kGroupRows = 8;  // query heads of a KV head, padded to the n of mma.m16n8k16

/**
 * Online softmax state of a warp over a run of tiles of one item, for each of its KV heads; lane (g, t) serves queries 2t
 * and 2t+1. Each step is done for all heads before the next begins: a warp waits for its own last instruction, and the
 * other head's fill that time.
 */
template <int Head, int Heads>
struct Sums {
  float output[Heads][Head / 16][4];  // transposed: rows are dimensions, which the format numbers; columns queries
  float peak[Heads][2];               // what weights are relative to: 2^(score - peak), scores in the log2 domain
  float mass[Heads][2];               // this lane's share of the sum of weights

  __device__ void clear() {
#pragma unroll
    for (int h = 0; h < Heads; ++h) {
#pragma unroll
      for (int i = 0; i < Head / 16; ++i)
#pragma unroll
        for (int j = 0; j < 4; ++j) output[h][i][j] = 0.f;
      peak[h][0] = peak[h][1] = -INFINITY;
      mass[h][0] = mass[h][1] = 0.f;
    }
  }

  /** After it, every lane holds the full sum of its two queries. */
  __device__ void reduceMass() {
#pragma unroll
    for (int h = 0; h < Heads; ++h)
#pragma unroll
      for (int offset = 4; offset < 32; offset *= 2) {
        mass[h][0] += __shfl_xor_sync(kAllLanes, mass[h][0], offset);
        mass[h][1] += __shfl_xor_sync(kAllLanes, mass[h][1], offset);
      }
  }

 protected:
  /**
   * How far a score may lie above the peak before the peak is raised to it, which takes a maximum over the warp and a
   * multiplication of all sums. Weights up to 2^8 lose nothing: their floating point formats have exponents to spare.
   */
  static constexpr float kPeakSlack = 8.f;

  /** Scores of several tiles. */
  template <int Tiles>
  using Scores = float[Tiles][Heads][4];

  /** Takes tokens from `valid` on out of the softmax. */
  static __device__ void hide(float (&score)[Heads][4], int valid) {
#pragma unroll
    for (int h = 0; h < Heads; ++h)
#pragma unroll
      for (int j = 0; j < 4; ++j) {
        if (static_cast<int>(threadIdx.x % 32 / 4) + j / 2 * 8 >= valid) score[h][j] = -INFINITY;
      }
  }

  /**
   * Raises the peaks where a score lies far above.
   *
   * @param rises whether they are to be raised in any case, by the calling lane's reckoning
   * @returns whether they were, alike in all lanes
   */
  template <int Tiles>
  __device__ bool raisePeaks(const Scores<Tiles>& score, float scaleLog2, bool rises = false) {
    float highest[Heads][2];
#pragma unroll
    for (int h = 0; h < Heads; ++h)
#pragma unroll
      for (int j = 0; j < 2; ++j) {
        highest[h][j] = fmaxf(score[0][h][j], score[0][h][j + 2]);
#pragma unroll
        for (int n = 1; n < Tiles; ++n) {
          highest[h][j] = fmaxf(highest[h][j], fmaxf(score[n][h][j], score[n][h][j + 2]));
        }
        highest[h][j] *= scaleLog2;
        rises = rises || highest[h][j] - peak[h][j] > kPeakSlack;
      }
    if (!__any_sync(kAllLanes, rises)) return false;
#pragma unroll
    for (int offset = 4; offset < 32; offset *= 2)
#pragma unroll
      for (int h = 0; h < Heads; ++h)
#pragma unroll
        for (int j = 0; j < 2; ++j) {
          highest[h][j] = fmaxf(highest[h][j], __shfl_xor_sync(kAllLanes, highest[h][j], offset));
        }
#pragma unroll
    for (int h = 0; h < Heads; ++h) {
      float factor[2];
#pragma unroll
      for (int j = 0; j < 2; ++j) {
        const float raised = fmaxf(highest[h][j], peak[h][j]);
        factor[j] = exp2Fast(peak[h][j] - raised);
        peak[h][j] = raised;
        mass[h][j] *= factor[j];
      }
#pragma unroll
      for (int i = 0; i < Head / 16; ++i)
#pragma unroll
        for (int j = 0; j < 4; ++j) output[h][i][j] *= factor[j & 1];
    }
    return true;
  }
};

}  // namespace nanoflow::decode

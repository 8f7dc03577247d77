#pragma once

#include <cmath>

#include "decode_tiles.cuh"
#include "../device/exp2.cuh"
#include "../device/shared_clear.cuh"

namespace nanoflow::decode {

constexpr int kGroupRows = 8;  // query heads of a KV head, padded to the n of mma.m16n8k16

/** Queries of the heads of an item, as B fragments: columns are the queries that share a KV head. */
template <int Head, int Heads>
using Queries = uint32_t[Heads][Head / 16][2];

/**
 * Online softmax state of a warp over a run of tiles of one item, for each of its KV heads; lane (g, t) serves queries 2t
 * and 2t+1. Each step is done for all heads before the next begins: a warp waits for its own last instruction, and the
 * other head's fill that time.
 */
template <int Head, int Heads>
struct Accumulator {
  float output[Heads][Head / 16][4];  // transposed: rows are dimensions 16i + g and + 8, columns queries
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

  /** Adds 16 tokens; `keys` and `values` are addresses in shared memory. */
  __device__ void add(uint32_t keys, uint32_t values, const Queries<Head, Heads>& query, float scaleLog2) {
    float score[Heads][4];
    scores(keys, query, score);
    addScored(score, values, scaleLog2);
  }

  /**
   * Adds the first `valid` of 16 tokens. Values of the others are overwritten: no weight, not even zero, takes an
   * infinity or NaN away.
   */
  __device__ void addFirst(int valid, uint32_t keys, uint32_t values, const Queries<Head, Heads>& query,
                           float scaleLog2) {
    clearValues(values, valid);
    float score[Heads][4];
    scores(keys, query, score);
    hide(score, valid);
    addScored(score, values, scaleLog2);
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

 private:
  static constexpr int kHeadBytes = TileShape<Head, Heads>::headBytes;

  /**
   * How far a score may lie above the peak before the peak is raised to it, which takes a maximum over the warp and a
   * multiplication of all sums. Weights up to 2^8 lose nothing: their floating point formats have exponents to spare.
   */
  static constexpr float kPeakSlack = 8.f;

  /**
   * Where chunk 0 or 1 of a token lies in a tile. Chunks 2i and 2i + 1 lie at the address with i * 32 xor-ed in, since
   * kvChunk permutes by xor and rows are aligned to their size.
   */
  static __device__ uint32_t chunkOffset(int token, int chunk) {
    return token * Head * static_cast<int>(sizeof(__nv_bfloat16)) + kvChunk(chunk, token) * 16;
  }

  /** Scores, not scaled yet: element j is of token g + 8 (j / 2). */
  static __device__ void scores(uint32_t keys, const Queries<Head, Heads>& query, float (&score)[Heads][4]) {
    const uint32_t firstChunk = keys + chunkOffset(threadIdx.x % 16, threadIdx.x / 16 % 2);
    float partial[Heads][2][4] = {};
#pragma unroll
    for (int i = 0; i < Head / 16; ++i) {
      uint32_t fragment[Heads][4];
#pragma unroll
      for (int h = 0; h < Heads; ++h) {
        loadMatrices(fragment[h], (firstChunk ^ i * 32) + h * kHeadBytes);
      }
#pragma unroll
      for (int h = 0; h < Heads; ++h) {
        multiplyAccumulate(partial[h][i % 2], fragment[h], query[h][i][0], query[h][i][1]);
      }
    }
#pragma unroll
    for (int h = 0; h < Heads; ++h)
#pragma unroll
      for (int j = 0; j < 4; ++j) score[h][j] = partial[h][0][j] + partial[h][1][j];
  }

  /** Takes tokens from `valid` on out of the softmax. */
  static __device__ void hide(float (&score)[Heads][4], int valid) {
#pragma unroll
    for (int h = 0; h < Heads; ++h)
#pragma unroll
      for (int j = 0; j < 4; ++j) {
        if (static_cast<int>(threadIdx.x % 32 / 4) + j / 2 * 8 >= valid) score[h][j] = -INFINITY;
      }
  }

  /** Zeros the values of the tokens from `valid` on. Only the warp itself reads the tile. */
  static __device__ void clearValues(uint32_t values, int valid) {
    constexpr int kRowBytes = kHeadBytes / kvTileTokens;
#pragma unroll
    for (int h = 0; h < Heads; ++h) {
      const uint32_t head = values + h * kHeadBytes;
      clearShared(head + valid * kRowBytes, head + kHeadBytes, threadIdx.x % 32, 32);
    }
    fenceWritesForCopies();
    __syncwarp();
  }

  __device__ void addScored(float (&score)[Heads][4], uint32_t values, float scaleLog2) {
    raisePeaks(score, scaleLog2);
    uint32_t weights[Heads][2];
#pragma unroll
    for (int h = 0; h < Heads; ++h) {
#pragma unroll
      for (int j = 0; j < 4; ++j) {
        score[h][j] = exp2Fast(fmaf(score[h][j], scaleLog2, -peak[h][j & 1]));
        mass[h][j & 1] += score[h][j];
      }
    }
#pragma unroll
    for (int half = 0; half < 2; ++half)
#pragma unroll
      for (int h = 0; h < Heads; ++h) {
        weights[h][half] = transpose8x8(packBf16(score[h][2 * half], score[h][2 * half + 1]));
      }
    addValues(values, weights);
  }

  __device__ void raisePeaks(const float (&score)[Heads][4], float scaleLog2) {
    float highest[Heads][2];
    bool rises = false;
#pragma unroll
    for (int h = 0; h < Heads; ++h)
#pragma unroll
      for (int j = 0; j < 2; ++j) {
        highest[h][j] = fmaxf(score[h][j], score[h][j + 2]) * scaleLog2;
        rises = rises || highest[h][j] - peak[h][j] > kPeakSlack;
      }
    if (!__any_sync(kAllLanes, rises)) return;
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
  }

  __device__ void addValues(uint32_t values, const uint32_t (&weights)[Heads][2]) {
    const uint32_t firstChunk = values + chunkOffset(threadIdx.x % 8 + threadIdx.x / 16 % 2 * 8, threadIdx.x / 8 % 2);
#pragma unroll
    for (int i = 0; i < Head / 16; ++i) {
      uint32_t fragment[Heads][4];
#pragma unroll
      for (int h = 0; h < Heads; ++h) {
        loadMatricesTransposed(fragment[h], (firstChunk ^ i * 32) + h * kHeadBytes);
      }
#pragma unroll
      for (int h = 0; h < Heads; ++h) multiplyAccumulate(output[h][i], fragment[h], weights[h][0], weights[h][1]);
    }
  }
};

}  // namespace nanoflow::decode

#pragma once

#include <cmath>

#include "decode_tiles.cuh"

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
  float peak[Heads][2];               // running maximum of the scaled scores (log2 domain)
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

  /** Adds 16 tokens, of which the first `valid` count; `keys` and `values` are addresses in shared memory. */
  __device__ void add(uint32_t keys, uint32_t values, const Queries<Head, Heads>& query, int valid, float scaleLog2) {
    float score[Heads][4];
    scores(keys, query, valid, scaleLog2, score);
    raisePeaks(score);
    uint32_t weights[Heads][2];
#pragma unroll
    for (int h = 0; h < Heads; ++h) {
#pragma unroll
      for (int j = 0; j < 4; ++j) {
        score[h][j] = exp2f(score[h][j] - peak[h][j & 1]);
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

  /** Scaled scores in the log2 domain; those of tokens that do not count are minus infinity. */
  static __device__ void scores(uint32_t keys, const Queries<Head, Heads>& query, int valid, float scaleLog2,
                                float (&score)[Heads][4]) {
    const int lane = threadIdx.x % 32;
    const int keyToken = lane % 16;
    const uint32_t keyRow = keys + keyToken * Head * 2;
    float partial[Heads][2][4] = {};
#pragma unroll
    for (int i = 0; i < Head / 16; ++i) {
      uint32_t fragment[Heads][4];
#pragma unroll
      for (int h = 0; h < Heads; ++h) {
        loadMatrices(fragment[h], keyRow + h * kHeadBytes + kvChunk(2 * i + lane / 16, keyToken) * 16);
      }
#pragma unroll
      for (int h = 0; h < Heads; ++h) {
        multiplyAccumulate(partial[h][i % 2], fragment[h], query[h][i][0], query[h][i][1]);
      }
    }
#pragma unroll
    for (int h = 0; h < Heads; ++h)
#pragma unroll
      for (int j = 0; j < 4; ++j) {
        const int token = lane / 4 + (j >= 2 ? 8 : 0);
        score[h][j] = token < valid ? (partial[h][0][j] + partial[h][1][j]) * scaleLog2 : -INFINITY;
      }
  }

  __device__ void raisePeaks(const float (&score)[Heads][4]) {
    float highest[Heads][2];
#pragma unroll
    for (int h = 0; h < Heads; ++h)
#pragma unroll
      for (int j = 0; j < 2; ++j) highest[h][j] = fmaxf(score[h][j], score[h][j + 2]);
#pragma unroll
    for (int offset = 4; offset < 32; offset *= 2)
#pragma unroll
      for (int h = 0; h < Heads; ++h)
#pragma unroll
        for (int j = 0; j < 2; ++j) {
          highest[h][j] = fmaxf(highest[h][j], __shfl_xor_sync(kAllLanes, highest[h][j], offset));
        }
    bool rises = false;
#pragma unroll
    for (int h = 0; h < Heads; ++h) rises = rises || highest[h][0] > peak[h][0] || highest[h][1] > peak[h][1];
    if (!__any_sync(kAllLanes, rises)) return;
#pragma unroll
    for (int h = 0; h < Heads; ++h) {
      float factor[2];
#pragma unroll
      for (int j = 0; j < 2; ++j) {
        const float raised = fmaxf(highest[h][j], peak[h][j]);
        factor[j] = exp2f(peak[h][j] - raised);
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
    const int lane = threadIdx.x % 32;
    const int valueToken = lane % 8 + (lane & 16) / 2;
    const uint32_t valueRow = values + valueToken * Head * 2;
#pragma unroll
    for (int i = 0; i < Head / 16; ++i) {
      uint32_t fragment[Heads][4];
#pragma unroll
      for (int h = 0; h < Heads; ++h) {
        loadMatricesTransposed(fragment[h],
                               valueRow + h * kHeadBytes + kvChunk(2 * i + (lane / 8) % 2, valueToken) * 16);
      }
#pragma unroll
      for (int h = 0; h < Heads; ++h) multiplyAccumulate(output[h][i], fragment[h], weights[h][0], weights[h][1]);
    }
  }
};

}  // namespace nanoflow::decode

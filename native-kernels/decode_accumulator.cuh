#pragma once

#include <cmath>

#include "decode_tiles.cuh"

namespace nanoflow::decode {

constexpr int kGroupRows = 8;  // query heads of a KV head, padded to the n of mma.m16n8k16

/** Online softmax state of a warp over a run of tiles of one item; lane (g, t) serves heads 2t and 2t+1. */
template <int Head>
struct Accumulator {
  float output[Head / 16][4];  // transposed: rows are dimensions 16i + g and + 8, columns heads
  float peak[2];               // running maximum of the scaled scores (log2 domain)
  float mass[2];               // this lane's share of the sum of weights

  __device__ void clear() {
#pragma unroll
    for (int i = 0; i < Head / 16; ++i)
#pragma unroll
      for (int j = 0; j < 4; ++j) output[i][j] = 0.f;
    peak[0] = peak[1] = -INFINITY;
    mass[0] = mass[1] = 0.f;
  }

  __device__ void raisePeak(float first, float second) {
    const float factor[2] = {exp2f(peak[0] - first), exp2f(peak[1] - second)};
    peak[0] = first;
    peak[1] = second;
    mass[0] *= factor[0];
    mass[1] *= factor[1];
#pragma unroll
    for (int i = 0; i < Head / 16; ++i)
#pragma unroll
      for (int j = 0; j < 4; ++j) output[i][j] *= factor[j & 1];
  }

  /** Adds 16 tokens, of which the first `valid` count. */
  __device__ void add(const unsigned char* slot, const uint32_t (&query)[Head / 16][2], int valid, float scaleLog2) {
    const int lane = threadIdx.x % 32;
    const uint32_t keys = sharedAddress(slot);
    const uint32_t values = keys + kTileBytes<Head> / 2;

    float even[4] = {}, odd[4] = {};
    const int keyToken = lane % 16;
    const uint32_t keyRow = keys + keyToken * Head * 2;
#pragma unroll
    for (int i = 0; i < Head / 16; ++i) {
      uint32_t fragment[4];
      loadMatrices(fragment, keyRow + kvChunk(2 * i + lane / 16, keyToken) * 16);
      multiplyAccumulate(i % 2 == 0 ? even : odd, fragment, query[i][0], query[i][1]);
    }
    float score[4];
#pragma unroll
    for (int j = 0; j < 4; ++j) {
      const int token = lane / 4 + (j >= 2 ? 8 : 0);
      score[j] = token < valid ? (even[j] + odd[j]) * scaleLog2 : -INFINITY;
    }

    float first = fmaxf(score[0], score[2]);
    float second = fmaxf(score[1], score[3]);
#pragma unroll
    for (int offset = 4; offset < 32; offset *= 2) {
      first = fmaxf(first, __shfl_xor_sync(kAllLanes, first, offset));
      second = fmaxf(second, __shfl_xor_sync(kAllLanes, second, offset));
    }
    if (__any_sync(kAllLanes, first > peak[0] || second > peak[1])) {
      raisePeak(fmaxf(first, peak[0]), fmaxf(second, peak[1]));
    }
    float weight[4];
#pragma unroll
    for (int j = 0; j < 4; ++j) {
      weight[j] = exp2f(score[j] - peak[j & 1]);
      mass[j & 1] += weight[j];
    }
    const uint32_t weights0 = transpose8x8(packBf16(weight[0], weight[1]));
    const uint32_t weights1 = transpose8x8(packBf16(weight[2], weight[3]));

    const int valueToken = lane % 8 + (lane & 16) / 2;
    const uint32_t valueRow = values + valueToken * Head * 2;
#pragma unroll
    for (int i = 0; i < Head / 16; ++i) {
      uint32_t fragment[4];
      loadMatricesTransposed(fragment, valueRow + kvChunk(2 * i + (lane / 8) % 2, valueToken) * 16);
      multiplyAccumulate(output[i], fragment, weights0, weights1);
    }
  }

  /** After it, every lane holds the full sum of its two heads. */
  __device__ void reduceMass() {
#pragma unroll
    for (int offset = 4; offset < 32; offset *= 2) {
      mass[0] += __shfl_xor_sync(kAllLanes, mass[0], offset);
      mass[1] += __shfl_xor_sync(kAllLanes, mass[1], offset);
    }
  }
};

}  // namespace nanoflow::decode

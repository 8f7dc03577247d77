#pragma once

#include "decode_sums.cuh"
#include "decode_tiles.cuh"
#include "../device/fp8_fragments.cuh"
#include "../device/shared_clear.cuh"

namespace nanoflow::decode {

/**
 * Queries of the heads of an item in fp16, as B fragments whose pairs of dimensions are those in which keys come: of a
 * chunk of 16 dimensions lane t holds 4t to 4t + 3. Each query is divided by a power of two near its largest value, as
 * fp16 has few exponents.
 */
template <int Head, int Heads>
struct Fp8Queries {
  uint32_t fragments[Heads][Head / 16][2];
  float scaleLog2[Heads][2];  ///< of the scores of queries 2t and 2t + 1, into the log2 domain
};

/**
 * Sums over tiles in FP8. Keys and values are made fp16 on their way to the tensor cores, which is exact. A key's scale
 * multiplies its scores. A value's scale multiplies its weights, which are fp16 too: so they are kept relative to the
 * largest scale so far, as they are to the largest score.
 */
template <int Head, int Heads>
struct Fp8Accumulator : Sums<Head, Heads> {
  using Base = Sums<Head, Heads>;
  using Base::mass, Base::output, Base::peak;
  using Tile = Fp8TileShape<Head, Heads>;

  float reference[Heads];  // largest scale of a value when it was last raised; outputs are kSpan / reference times too large
  float inverse[Heads];    // kSpan / reference

  /** Dimension of an output: of the fragment's row g, or of row g + 8. */
  static __device__ int dimension(int fragment, int row, int half) { return 16 * fragment + 2 * row + half; }

  __device__ void clear() {
    Base::clear();
#pragma unroll
    for (int h = 0; h < Heads; ++h) reference[h] = inverse[h] = 0.f;
  }

  /** Adds 16 tokens of the tile at an address in shared memory. */
  __device__ void add(uint32_t tile, const Fp8Queries<Head, Heads>& query) {
    float score[Heads][4], valueScale[Heads][2];
    readScales(tile + kValueScales, valueScale);
    scores(tile, query, score);
    addScored(score, valueScale, tile);
  }

  /**
   * Adds the first `valid` of 16 tokens. Values of the others and their scales are replaced: no weight, not even zero,
   * takes an infinity or NaN away.
   */
  __device__ void addFirst(int valid, uint32_t tile, const Fp8Queries<Head, Heads>& query) {
    clearValues(tile, valid);
    float score[Heads][4], valueScale[Heads][2];
    readScales(tile + kValueScales, valueScale);
    scores(tile, query, score);
    Base::hide(score, valid);
#pragma unroll
    for (int h = 0; h < Heads; ++h)
#pragma unroll
      for (int i = 0; i < 2; ++i) {
        if (static_cast<int>(threadIdx.x % 32 / 4) + 8 * i >= valid) valueScale[h][i] = 0.f;
      }
    addScored(score, valueScale, tile);
  }

  /** After it, every lane holds the full sums of its two queries, in their own scale. */
  __device__ void finish() {
    Base::reduceMass();
#pragma unroll
    for (int h = 0; h < Heads; ++h)
#pragma unroll
      for (int i = 0; i < Head / 16; ++i)
#pragma unroll
        for (int j = 0; j < 4; ++j) output[h][i][j] *= reference[h] * (1.f / kSpan);
  }

 private:
  static constexpr int kValues = fp8KvHalfBytes(Head), kKeyScales = 2 * kValues;
  static constexpr int kValueScales = kKeyScales + kvTileTokens * static_cast<int>(sizeof(float));

  /** Weight of a value whose scale is the reference, at the peak: fp16 has room for 2^8 (kPeakSlack) times twice of it. */
  static constexpr float kSpan = 64.f;

  /** Of the first two chunks of a token, as Accumulator has it; bit i of the permutation is bit 4 + i of the address. */
  static __device__ uint32_t chunkOffset(int token, int chunk) {
    return token * Head + fp8KvChunk<Head>(chunk, token) * 16;
  }

  /** Of tokens g and g + 8. */
  static __device__ void readScales(uint32_t from, float (&scale)[Heads][2]) {
#pragma unroll
    for (int h = 0; h < Heads; ++h)
#pragma unroll
      for (int i = 0; i < 2; ++i) {
        const uint32_t address = from + h * Tile::headBytes + (threadIdx.x % 32 / 4 + 8 * i) * sizeof(float);
        asm volatile("ld.shared.f32 %0, [%1];" : "=f"(scale[h][i]) : "r"(address) : "memory");
      }
  }

  /** Scores in the log2 domain: element j is of token g + 8 (j / 2). */
  static __device__ void scores(uint32_t tile, const Fp8Queries<Head, Heads>& query, float (&score)[Heads][4]) {
    const uint32_t firstChunk = tile + chunkOffset(threadIdx.x % 16, threadIdx.x / 16 % 2);
    float keyScale[Heads][2];
    readScales(tile + kKeyScales, keyScale);
    float partial[Heads][2][4] = {};
#pragma unroll
    for (int i = 0; i < Head / 32; ++i) {
      uint32_t bytes[Heads][4];
#pragma unroll
      for (int h = 0; h < Heads; ++h) loadMatrices(bytes[h], (firstChunk ^ i * 32) + h * Tile::headBytes);
#pragma unroll
      for (int c = 0; c < 2; ++c)
#pragma unroll
        for (int h = 0; h < Heads; ++h) {
          const uint32_t low = bytes[h][2 * c], high = bytes[h][2 * c + 1];  // of tokens g and g + 8
          const uint32_t fragment[4] = {halvesOf(low & 0xffff), halvesOf(high & 0xffff), halvesOf(low >> 16),
                                        halvesOf(high >> 16)};
          const uint32_t(&dimensions)[2] = query.fragments[h][2 * i + c];
          multiplyAccumulateHalves(partial[h][c], fragment, dimensions[0], dimensions[1]);
        }
    }
#pragma unroll
    for (int h = 0; h < Heads; ++h)
#pragma unroll
      for (int j = 0; j < 4; ++j) {
        score[h][j] = (partial[h][0][j] + partial[h][1][j]) * (keyScale[h][j / 2] * query.scaleLog2[h][j & 1]);
      }
  }

  /** Zeros the values of the tokens from `valid` on. Only the warp itself reads the tile. */
  static __device__ void clearValues(uint32_t tile, int valid) {
#pragma unroll
    for (int h = 0; h < Heads; ++h) {
      const uint32_t values = tile + h * Tile::headBytes + kValues;
      clearShared(values + valid * Head, values + kValues, threadIdx.x % 32, 32);
    }
    fenceWritesForCopies();
    __syncwarp();
  }

  __device__ void addScored(float (&score)[Heads][4], const float (&valueScale)[Heads][2], uint32_t tile) {
    bool beyond = false;
#pragma unroll
    for (int h = 0; h < Heads; ++h)
#pragma unroll
      for (int i = 0; i < 2; ++i) beyond = beyond || valueScale[h][i] > 2.f * reference[h];
    if (Base::raisePeaks(score, 1.f, beyond)) raiseReferences(valueScale);
    uint32_t weights[Heads][2];
#pragma unroll
    for (int h = 0; h < Heads; ++h) {
#pragma unroll
      for (int j = 0; j < 4; ++j) {
        score[h][j] = exp2Fast(score[h][j] - peak[h][j & 1]);
        mass[h][j & 1] += score[h][j];
      }
    }
#pragma unroll
    for (int half = 0; half < 2; ++half)
#pragma unroll
      for (int h = 0; h < Heads; ++h) {
        const float scale = valueScale[h][half] * inverse[h];
        weights[h][half] = transpose8x8(packHalves(score[h][2 * half] * scale, score[h][2 * half + 1] * scale));
      }
    addValues(tile + kValues, weights);
  }

  __device__ void raiseReferences(const float (&valueScale)[Heads][2]) {
    constexpr float kLeast = 1e-36f;  // of scales: a page of zeros has scales of zero
#pragma unroll
    for (int h = 0; h < Heads; ++h) {
      float highest = fmaxf(fmaxf(valueScale[h][0], valueScale[h][1]), kLeast);
#pragma unroll
      for (int offset = 4; offset < 32; offset *= 2) {
        highest = fmaxf(highest, __shfl_xor_sync(kAllLanes, highest, offset));
      }
      highest = fmaxf(highest, reference[h]);
      const float factor = reference[h] / highest;
#pragma unroll
      for (int i = 0; i < Head / 16; ++i)
#pragma unroll
        for (int j = 0; j < 4; ++j) output[h][i][j] *= factor;
      reference[h] = highest;
      inverse[h] = kSpan / highest;
    }
  }

  /**
   * A transposing load brings, of two neighbouring tokens, two neighbouring dimensions each. Sorted by dimension they are
   * rows g and g + 8 of a fragment.
   */
  __device__ void addValues(uint32_t values, const uint32_t (&weights)[Heads][2]) {
    constexpr uint32_t kByDimension = 0x3120;
    const uint32_t firstChunk = values + chunkOffset(threadIdx.x % 16, threadIdx.x / 16 % 2);
#pragma unroll
    for (int i = 0; i < Head / 32; ++i) {
      uint32_t bytes[Heads][4];
#pragma unroll
      for (int h = 0; h < Heads; ++h) loadMatricesTransposed(bytes[h], (firstChunk ^ i * 32) + h * Tile::headBytes);
#pragma unroll
      for (int c = 0; c < 2; ++c)
#pragma unroll
        for (int h = 0; h < Heads; ++h) {
          const uint32_t low = __byte_perm(bytes[h][2 * c], 0, kByDimension);
          const uint32_t high = __byte_perm(bytes[h][2 * c + 1], 0, kByDimension);
          const uint32_t fragment[4] = {halvesOf(low & 0xffff), halvesOf(low >> 16), halvesOf(high & 0xffff),
                                        halvesOf(high >> 16)};
          multiplyAccumulateHalves(output[h][2 * i + c], fragment, weights[h][0], weights[h][1]);
        }
    }
  }
};

}  // namespace nanoflow::decode

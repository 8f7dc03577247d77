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

  /**
   * Adds tiles of 16 tokens each, at addresses in shared memory. Several at a time: a warp waits for its own last
   * instruction less.
   *
   * @param meanwhile what else the warp has to do, while it waits for scores
   */
  template <int Tiles, typename Meanwhile>
  __device__ void add(const uint32_t (&tile)[Tiles], const Fp8Queries<Head, Heads>& query, Meanwhile meanwhile) {
    float score[Tiles][Heads][4], valueScale[Tiles][Heads][2];
    scores(tile, query, meanwhile, score);
#pragma unroll
    for (int n = 0; n < Tiles; ++n) readScales(tile[n] + kValueScales, valueScale[n]);
    addScored(score, valueScale, tile);
  }

  /**
   * Adds the first `valid` of 16 tokens. Values of the others and their scales are replaced: no weight, not even zero,
   * takes an infinity or NaN away.
   */
  template <typename Meanwhile>
  __device__ void addFirst(int valid, const uint32_t (&tile)[1], const Fp8Queries<Head, Heads>& query,
                           Meanwhile meanwhile) {
    clearValues(tile[0], valid);
    float score[1][Heads][4], valueScale[1][Heads][2];
    scores(tile, query, meanwhile, score);
    readScales(tile[0] + kValueScales, valueScale[0]);
    Base::hide(score[0], valid);
#pragma unroll
    for (int h = 0; h < Heads; ++h)
#pragma unroll
      for (int i = 0; i < 2; ++i) {
        if (static_cast<int>(threadIdx.x % 32 / 4) + 8 * i >= valid) valueScale[0][h][i] = 0.f;
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
  template <int Tiles, typename Meanwhile>
  static __device__ void scores(const uint32_t (&tile)[Tiles], const Fp8Queries<Head, Heads>& query,
                                Meanwhile meanwhile, float (&score)[Tiles][Heads][4]) {
    const uint32_t firstChunk = chunkOffset(threadIdx.x % 16, threadIdx.x / 16 % 2);
    float partial[Tiles][Heads][2][4] = {};
#pragma unroll
    for (int i = 0; i < Head / 32; ++i) {
      uint32_t bytes[Tiles][Heads][4];
#pragma unroll
      for (int n = 0; n < Tiles; ++n)
#pragma unroll
        for (int h = 0; h < Heads; ++h) {
          loadMatrices(bytes[n][h], ((tile[n] + firstChunk) ^ i * 32) + h * Tile::headBytes);
        }
#pragma unroll
      for (int c = 0; c < 2; ++c)
#pragma unroll
        for (int n = 0; n < Tiles; ++n)
#pragma unroll
          for (int h = 0; h < Heads; ++h) {
            uint32_t fragment[4];
            halvesOf(bytes[n][h][2 * c], fragment[0], fragment[2]);      // of token g
            halvesOf(bytes[n][h][2 * c + 1], fragment[1], fragment[3]);  // of token g + 8
            const uint32_t(&dimensions)[2] = query.fragments[h][2 * i + c];
            multiplyAccumulateHalves(partial[n][h][c], fragment, dimensions[0], dimensions[1]);
          }
    }
    float keyScale[Tiles][Heads][2];
#pragma unroll
    for (int n = 0; n < Tiles; ++n) readScales(tile[n] + kKeyScales, keyScale[n]);
    meanwhile();
#pragma unroll
    for (int n = 0; n < Tiles; ++n)
#pragma unroll
      for (int h = 0; h < Heads; ++h)
#pragma unroll
        for (int j = 0; j < 4; ++j) {
          const float scale = keyScale[n][h][j / 2] * query.scaleLog2[h][j & 1];
          score[n][h][j] = (partial[n][h][0][j] + partial[n][h][1][j]) * scale;
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

  template <int Tiles>
  __device__ void addScored(float (&score)[Tiles][Heads][4], const float (&valueScale)[Tiles][Heads][2],
                            const uint32_t (&tile)[Tiles]) {
    bool beyond = false;
#pragma unroll
    for (int n = 0; n < Tiles; ++n)
#pragma unroll
      for (int h = 0; h < Heads; ++h)
#pragma unroll
        for (int i = 0; i < 2; ++i) beyond = beyond || valueScale[n][h][i] > 2.f * reference[h];
    if (Base::template raisePeaks<Tiles>(score, 1.f, beyond)) raiseReferences(valueScale);
    uint32_t weights[Tiles][Heads][2];
#pragma unroll
    for (int n = 0; n < Tiles; ++n)
#pragma unroll
      for (int h = 0; h < Heads; ++h)
#pragma unroll
        for (int j = 0; j < 4; ++j) {
          score[n][h][j] = exp2Fast(score[n][h][j] - peak[h][j & 1]);
          mass[h][j & 1] += score[n][h][j];
        }
#pragma unroll
    for (int n = 0; n < Tiles; ++n)
#pragma unroll
      for (int half = 0; half < 2; ++half)
#pragma unroll
        for (int h = 0; h < Heads; ++h) {
          const float scale = valueScale[n][h][half] * inverse[h];
          const float(&weight)[4] = score[n][h];
          weights[n][h][half] = transpose8x8(packHalves(weight[2 * half] * scale, weight[2 * half + 1] * scale));
        }
    addValues(tile, weights);
  }

  template <int Tiles>
  __device__ void raiseReferences(const float (&valueScale)[Tiles][Heads][2]) {
    constexpr float kLeast = 1e-36f;  // of scales: a page of zeros has scales of zero
#pragma unroll
    for (int h = 0; h < Heads; ++h) {
      float highest = fmaxf(reference[h], kLeast);
#pragma unroll
      for (int n = 0; n < Tiles; ++n) highest = fmaxf(highest, fmaxf(valueScale[n][h][0], valueScale[n][h][1]));
#pragma unroll
      for (int offset = 4; offset < 32; offset *= 2) {
        highest = fmaxf(highest, __shfl_xor_sync(kAllLanes, highest, offset));
      }
      const float factor = __fdividef(reference[h], highest);
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
  template <int Tiles>
  __device__ void addValues(const uint32_t (&tile)[Tiles], const uint32_t (&weights)[Tiles][Heads][2]) {
    constexpr uint32_t kByDimension = 0x3120;
    const uint32_t firstChunk = kValues + chunkOffset(threadIdx.x % 16, threadIdx.x / 16 % 2);
#pragma unroll
    for (int n = 0; n < Tiles; ++n)
#pragma unroll
      for (int i = 0; i < Head / 32; ++i) {
        uint32_t bytes[Heads][4];
#pragma unroll
        for (int h = 0; h < Heads; ++h) {
          loadMatricesTransposed(bytes[h], ((tile[n] + firstChunk) ^ i * 32) + h * Tile::headBytes);
        }
#pragma unroll
        for (int c = 0; c < 2; ++c)
#pragma unroll
          for (int h = 0; h < Heads; ++h) {
            uint32_t fragment[4];
            halvesOf(__byte_perm(bytes[h][2 * c], 0, kByDimension), fragment[0], fragment[1]);
            halvesOf(__byte_perm(bytes[h][2 * c + 1], 0, kByDimension), fragment[2], fragment[3]);
            multiplyAccumulateHalves(output[h][2 * i + c], fragment, weights[n][h][0], weights[n][h][1]);
          }
      }
  }
};

}  // namespace nanoflow::decode

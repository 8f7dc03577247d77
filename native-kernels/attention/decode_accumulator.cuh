#pragma once

#include "decode_sums.cuh"
#include "decode_tiles.cuh"
#include "../device/shared_clear.cuh"

namespace nanoflow::decode {

/** Queries of the heads of an item, as B fragments: columns are the queries that share a KV head. */
template <int Head, int Heads>
struct Queries {
  using Fragments = uint32_t[Heads][Head / 16][2];
  Fragments fragments;
  float scaleLog2;  ///< of scores, into the log2 domain
};

/** Sums over tiles in bf16. */
template <int Head, int Heads>
struct Accumulator : Sums<Head, Heads> {
  using Base = Sums<Head, Heads>;
  using Base::mass, Base::output, Base::peak;

  /** Dimension of an output: of the fragment's row g, or of row g + 8. */
  static __device__ int dimension(int fragment, int row, int half) { return 16 * fragment + row + 8 * half; }

  /** Adds 16 tokens of the tile at an address in shared memory. */
  template <typename Meanwhile>
  __device__ void add(const uint32_t (&tile)[1], const Queries<Head, Heads>& query, const Meanwhile&) {
    float score[1][Heads][4];
    scores(tile[0], query.fragments, score[0]);
    addScored(score, tile[0] + kValues, query.scaleLog2);
  }

  /**
   * Adds the first `valid` of 16 tokens. Values of the others are overwritten: no weight, not even zero, takes an
   * infinity or NaN away.
   */
  template <typename Meanwhile>
  __device__ void addFirst(int valid, const uint32_t (&tile)[1], const Queries<Head, Heads>& query, const Meanwhile&) {
    clearValues(tile[0] + kValues, valid);
    float score[1][Heads][4];
    scores(tile[0], query.fragments, score[0]);
    Base::hide(score[0], valid);
    addScored(score, tile[0] + kValues, query.scaleLog2);
  }

  /** After it, every lane holds the full sums of its two queries. */
  __device__ void finish() { Base::reduceMass(); }

 private:
  using Fragments = typename Queries<Head, Heads>::Fragments;
  static constexpr int kHeadBytes = TileShape<Head, Heads>::headBytes;
  static constexpr int kValues = TileShape<Head, Heads>::halfBytes;

  /**
   * Where chunk 0 or 1 of a token lies in a tile. Chunks 2i and 2i + 1 lie at the address with i * 32 xor-ed in, since
   * kvChunk permutes by xor and rows are aligned to their size.
   */
  static __device__ uint32_t chunkOffset(int token, int chunk) {
    return token * Head * static_cast<int>(sizeof(__nv_bfloat16)) + kvChunk(chunk, token) * 16;
  }

  /** Scores, not scaled yet: element j is of token g + 8 (j / 2). */
  static __device__ void scores(uint32_t keys, const Fragments& query, float (&score)[Heads][4]) {
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

  __device__ void addScored(float (&scored)[1][Heads][4], uint32_t values, float scaleLog2) {
    Base::template raisePeaks<1>(scored, scaleLog2);
    float(&score)[Heads][4] = scored[0];
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

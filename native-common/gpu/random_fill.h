#pragma once

#include <cuda_bf16.h>
#include <cuda_runtime_api.h>

#include <cstdint>

namespace nanoflow {

/** Of random values; with `deviation` 0 all are `mean`. */
struct Normal {
  float mean = 0;
  float deviation = 1;  ///< standard
};

/** How columns differ, as in trained tensors. Left as it is, they do not. */
struct Channels {
  int columns = 1;   ///< of a row: element i is of channel i % columns
  float spread = 0;  ///< standard deviation of the binary logarithms of the channels' scales
  int outliers = 0;  ///< about so many channels have `gain` times their scale
  float gain = 1;
  int tails = 0;  ///< of 256 elements about so many have four times their channel's scale
};

/**
 * Fills `to` [count] with bf16 of about normal distribution (Irwin-Hall sum of four bytes of SplitMix64), alike for the
 * same seed.
 *
 * @param to aligned to 4 bytes
 */
void fillRandom(__nv_bfloat16* to, size_t count, Normal normal, uint64_t seed, cudaStream_t stream);

/** A block of a matrix whose elements are drawn in the order of its rows. */
struct Block {
  size_t columns = 0;  ///< of the block; even
  size_t pitch = 0;    ///< columns of the matrix; even
};

/**
 * Fills `to` [rows, block.columns] with what fillRandom would draw for this block of a matrix: so each rank draws its
 * own slice of a tensor.
 *
 * @param to aligned to 4 bytes
 * @param seed that of the matrix, and half as much as there are elements before the block's first
 */
void fillBlock(__nv_bfloat16* to, size_t rows, Block block, Normal normal, uint64_t seed, cudaStream_t stream);

/** The same as fillRandom, of deviations that differ by channels and tails. */
void fillChannels(__nv_bfloat16* to, size_t count, Normal normal, const Channels& channels, uint64_t seed,
                  cudaStream_t stream);

/**
 * Fills tiles of an FP8 KV cache (fp8_kv_cache.h): each row is of about normal distribution, with the scale that is its
 * own.
 *
 * @param to aligned to 16 bytes
 */
void fillFp8Tiles(unsigned char* to, size_t tiles, int headSize, uint64_t seed, cudaStream_t stream);

}  // namespace nanoflow

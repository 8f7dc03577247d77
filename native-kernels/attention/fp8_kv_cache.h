#pragma once

#include "kv_cache.h"

/**
 * The paged cache of one layer in FP8 (e4m3), with a float32 scale for each token and KV head of the keys, and of the
 * values (fp8.cuh). A scale follows from its own row alone: so pages that are shared or computed again hold the same bits,
 * and nothing is calibrated.
 *
 * Layout of `KvCache::fp8`: [pages, kvHeads, pageTokens / 16] tiles of 16 tokens. A tile holds, one after the other:
 * keys [16, headSize], values [16, headSize], scales of the keys [16], scales of the values [16]. So one bulk copy fetches
 * all of it, as large as one of bf16 keys. Inside a row the 16-byte chunks are permuted (fp8KvChunk), for the reason that
 * kv_cache.h gives.
 *
 * What kv_cache.h says of pages that hold anything is true here of scales too.
 */
namespace nanoflow {

/** Bytes of the keys of a tile, and of its values. */
__host__ __device__ constexpr int fp8KvHalfBytes(int headSize) { return kvTileTokens * headSize; }

__host__ __device__ constexpr int fp8KvTileBytes(int headSize) {
  return 2 * fp8KvHalfBytes(headSize) + 2 * kvTileTokens * static_cast<int>(sizeof(float));
}

/** Bytes of a page of all KV heads. */
__host__ __device__ inline size_t fp8KvPageBytes(const KvCache& cache) {
  return static_cast<size_t>(cache.kvHeads) * (cache.pageTokens / kvTileTokens) * fp8KvTileBytes(cache.headSize);
}

/** Byte offset of the tile that holds a token: `slot` counts inside the page. */
__host__ __device__ inline size_t fp8KvTile(const KvCache& cache, int page, int kvHead, int slot) {
  const int tiles = cache.pageTokens / kvTileTokens;
  const size_t tile = (static_cast<size_t>(page) * cache.kvHeads + kvHead) * tiles + slot / kvTileTokens;
  return tile * fp8KvTileBytes(cache.headSize);
}

/** Physical chunk of logical chunk `chunk` in the row of `slot`: 8 rows of a chunk fall into 8 bank groups. */
template <int HeadSize>
__host__ __device__ constexpr int fp8KvChunk(int chunk, int slot) {
  return HeadSize == 128 ? chunk ^ (slot & 7) : chunk ^ (slot >> 1 & 3);
}

}  // namespace nanoflow

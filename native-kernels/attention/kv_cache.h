#pragma once

#include <cuda_bf16.h>

namespace nanoflow {

/**
 * Paged cache of keys or values of one layer.
 *
 * Layout of `keys` and `values`: [pages, kvHeads, pageTokens, headSize], bf16. A page of one head is
 * contiguous, so that one bulk copy fetches it. Inside a token's row the 16-byte chunks are stored permuted:
 * logical chunk c of the token at slot s lies at physical chunk c ^ (s & 7). A linear copy into shared memory then
 * reads free of bank conflicts with ldmatrix, whose 8 rows would otherwise fall into one bank group.
 *
 * Pages may hold anything where their owner has written nothing yet, infinities and NaN of an earlier owner too:
 * attention takes what lies behind a sequence's last token neither as a key nor as a value. A sequence's own tokens
 * after a query's position are hidden from its softmax; a NaN among their values stays with that sequence.
 *
 * In FP8 `fp8` is there in place of `keys` and `values` (fp8_kv_cache.h).
 */
struct KvCache {
  __nv_bfloat16* keys = nullptr;
  __nv_bfloat16* values = nullptr;
  int kvHeads = 0;
  int pageTokens = 0;  ///< 16 or 64
  int headSize = 0;    ///< 64 or 128
  int pages = 0;       ///< for index_check.cuh alone
  unsigned char* fp8 = nullptr;  ///< the cache in FP8, or null: in bf16
};

/** Tokens per copy unit: page sizes are multiples of it. */
inline constexpr int kvTileTokens = 16;

/** Element offset of the row of a token: `slot` counts inside the page. */
__host__ __device__ inline size_t kvRow(const KvCache& cache, int page, int kvHead, int slot) {
  return ((static_cast<size_t>(page) * cache.kvHeads + kvHead) * cache.pageTokens + slot) * cache.headSize;
}

/** Physical 16-byte chunk of logical chunk `chunk` in the row of `slot`. */
__host__ __device__ inline int kvChunk(int chunk, int slot) { return chunk ^ (slot & 7); }

}  // namespace nanoflow

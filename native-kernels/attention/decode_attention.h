#pragma once

#include <cuda_bf16.h>

#include "kv_cache.h"
#include "../device/placement.h"

namespace nanoflow {

/**
 * Attention of one query token per request against its paged KV cache (grouped-query attention, group 1 to 8).
 *
 *   output[r, h] = softmax(query[r, h] keys[r, h / group]^T / sqrt(headSize)) values[r, h / group]
 *
 * Work is split as in Flash-Decoding (Dao et al. 2023) with a stream-K partition: the tiles of all (request, KV head)
 * items form one line that is cut into equal parts, one a warp; the warp that finishes an item last merges its parts.
 * An item of one tile takes as long as several tiles of a long one: rows that nobody needs are best without context.
 */
struct DecodeAttention {
  const __nv_bfloat16* query = nullptr;  ///< [requests, queryStride]; head h at h * headSize
  int queryStride = 0;                   ///< elements, even
  KvCache cache;
  const int* pageTable = nullptr;  ///< [tables, pageTableStride]
  int pageTableStride = 0;
  const int* tableRows = nullptr;  ///< [requests], rows of `pageTable`, or null: they are taken in order
  int tables = 0;                  ///< rows of `pageTable`, for index_check.cuh alone
  const int* contextLengths = nullptr;  ///< [requests], tokens, the current one included; of 0 the output is zero
  const int* tileOffsets = nullptr;     ///< [requests + 1], from planDecodeAttention
  float* partials = nullptr;            ///< decodePartialFloats() floats
  int* counters = nullptr;              ///< [requests * kvHeads], zero; left zero
  __nv_bfloat16* output = nullptr;      ///< [requests, queryHeads * headSize]; 16-byte aligned
  int requests = 0;
  int queryHeads = 0;
};

/** An implementation: CTAs that share an SM, and its warps. */
struct DecodeImplementation {
  const char* name;
  int ctasPerSm;
};

/** The first is meant where no one says which. */
inline constexpr DecodeImplementation decodeImplementations[] = {{"bulk.c1", 1}, {"bulk.c2", 2}};

/** Floats of scratch for partial results on `smCount` SMs. */
size_t decodePartialFloats(int smCount, int headSize);

/** tileOffsets[r] = tiles (16 tokens each) of the requests before r. Once per step, not per layer. */
void planDecodeAttention(const int* contextLengths, int* tileOffsets, int requests, cudaStream_t stream);

/** Streams the cache once. An SM keeps up to 192 KiB of copies in flight, by one CTA or by two. */
void decodeAttention(const DecodeAttention& arguments, const Placement& placement, int ctasPerSm);

}  // namespace nanoflow

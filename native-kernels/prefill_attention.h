#pragma once

#include <cuda_bf16.h>

#include "kv_cache.h"
#include "placement.h"

namespace nanoflow {

/**
 * Causal attention of chunks of query tokens against their paged KV cache, which already holds the chunk itself.
 *
 *   query i of sequence s sees positions 0 .. contextBefore[s] + i
 *
 * FlashAttention-2 (Dao 2023): online softmax, 128 query rows a CTA, KV tiles of 64 tokens, double buffered. A row is
 * one (token, query head of the KV head) pair, so short chunks of grouped-query models fill a tile too.
 */
struct PrefillAttention {
  const __nv_bfloat16* query = nullptr;  ///< [tokens, queryStride]; head h at h * headSize
  int queryStride = 0;                   ///< elements, even
  KvCache cache;
  const int* pageTable = nullptr;  ///< [sequences, pageTableStride]
  int pageTableStride = 0;
  const int* queryStarts = nullptr;    ///< [sequences + 1], first query row of each sequence
  const int* contextBefore = nullptr;  ///< [sequences], tokens cached before the chunk
  __nv_bfloat16* output = nullptr;     ///< [tokens, queryHeads * headSize]
  int sequences = 0;
  int maxQueryTokens = 0;  ///< longest chunk, tokens
  int queryHeads = 0;
};

void prefillAttention(const PrefillAttention& arguments, const Placement& placement);

}  // namespace nanoflow

#pragma once

#include <cuda_bf16.h>

#include "kv_cache.h"
#include "../device/placement.h"

namespace nanoflow {

/**
 * Causal attention of chunks of query tokens against their paged KV cache, which already holds the chunk itself.
 *
 *   query i of sequence s sees positions 0 .. contextBefore[s] + i
 *
 * A CTA takes 128 query rows at a time. A row is one (token, query head of the KV head) pair, so that short
 * chunks of grouped-query models fill a tile too, and the heads of a group share one pass over keys and values.
 */
struct PrefillAttention {
  const __nv_bfloat16* query = nullptr;  ///< [tokens, queryStride]; head h at h * headSize; 16-byte aligned
  int queryStride = 0;                   ///< elements, a multiple of 8
  KvCache cache;
  const int* pageTable = nullptr;  ///< [tables, pageTableStride]
  int pageTableStride = 0;
  const int* tableRows = nullptr;  ///< [sequences], rows of `pageTable`, or null: they are taken in order
  int tables = 0;                  ///< rows of `pageTable`, for index_check.cuh alone
  const int* queryStarts = nullptr;    ///< [sequences + 1], first query row of each sequence
  const int* contextBefore = nullptr;  ///< [sequences], tokens cached before the chunk
  __nv_bfloat16* output = nullptr;     ///< [tokens, queryHeads * headSize]; 16-byte aligned
  int sequences = 0;
  int maxQueryTokens = 0;  ///< longest chunk, tokens
  int queryHeads = 0;
};

/** By the fastest of the kernels below that the GPU at hand can run; in single CTAs where SMs are scattered. */
void prefillAttention(const PrefillAttention& arguments, const Placement& placement);

/**
 * With the warpgroup matrix instructions of Hopper, one CTA an SM.
 *
 * After FlashAttention-3 (Shah et al. 2024, arXiv 2407.08608): one warpgroup streams keys and values through a ring in
 * shared memory; two others, of 64 query rows each, take turns in issuing products, so that the softmax of one runs
 * under the products of the other. The weights go from the accumulators of the first product straight into the second.
 * CTAs are persistent, and what streams in never stops between work items: the first scores of an item are issued with
 * the last outputs of the one before.
 *
 * @throws UnsupportedError unless built for sm_90a and run there
 */
void prefillAttentionWgmma(const PrefillAttention& arguments, const Placement& placement);

/**
 * As prefillAttentionWgmma, in pairs of CTAs (thread block clusters of 2) on neighbouring rows: each fetches half of
 * every tile of keys and values for both, which halves the copies an SM issues and the traffic from the L2. Both go
 * through the tiles that the later rows see. Single CTAs take over where rows or SMs do not suffice for two.
 *
 * @throws UnsupportedError unless built for sm_90a and run there
 */
void prefillAttentionWgmmaPairs(const PrefillAttention& arguments, const Placement& placement);

/** Whether the current device runs prefillAttentionWgmma in this build. */
bool hasPrefillAttentionWgmma();

/** With the warp matrix instructions of compute capability 8.0. FlashAttention-2 (Dao 2023), KV tiles of 64 tokens. */
void prefillAttentionMma(const PrefillAttention& arguments, const Placement& placement);

/** An implementation; the first is meant where no one says which. */
struct PrefillImplementation {
  const char* name;
  void (*kernel)(const PrefillAttention&, const Placement&);
};

inline constexpr PrefillImplementation prefillImplementations[] = {
    {"default", prefillAttention},
    {"wgmma", prefillAttentionWgmma},
    {"wgmma.g2", prefillAttentionWgmmaPairs},
    {"mma", prefillAttentionMma},
};

/** @throws std::invalid_argument when the kernels cannot take the shapes */
void checkPrefillAttention(const PrefillAttention& arguments);

}  // namespace nanoflow

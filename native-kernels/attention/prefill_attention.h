#pragma once

#include <cuda_bf16.h>

#include "kv_cache.h"
#include "../device/placement.h"

namespace nanoflow {

/** Query rows of a CTA; a row is one (token, query head of the KV head) pair. */
inline constexpr int prefillTileRows = 128;

/** A work item of every KV head: so many rows of a sequence, from `firstRow` on, as one CTA takes, or a pair of them. */
struct alignas(16) PrefillTile {
  int sequence;
  int firstRow;
  int rows;  ///< of the sequence; 0: the list ends before this entry
  int firstToken;
  int contextBefore;
  int unused[3];
};

/** Tiles that `tokens` query tokens of up to so many sequences make at most, for `ctas` CTAs each. */
__host__ __device__ constexpr int prefillTiles(int tokens, int group, int sequences, int ctas) {
  return static_cast<int>(static_cast<long>(tokens) * group / (ctas * prefillTileRows)) + sequences;
}

/** Entries of the two lists of tiles: those for single CTAs, behind them those for pairs. */
__host__ __device__ constexpr int prefillTileEntries(int tokens, int group, int sequences) {
  return prefillTiles(tokens, group, sequences, 1) + prefillTiles(tokens, group, sequences, 2);
}

/**
 * Which tiles there are in a step. Programs are captured for more and longer chunks than a step has: without a list
 * every layer would look through all that might be.
 */
struct PrefillPlan {
  const int* queryStarts = nullptr;    ///< [sequences + 1], first query row of each sequence
  const int* contextBefore = nullptr;  ///< [sequences], tokens cached before the chunk
  PrefillTile* tiles = nullptr;        ///< [prefillTileEntries()]
  int tokens = 0;                      ///< of all sequences
  int sequences = 0;
  int group = 0;  ///< query heads of a KV head
};

/**
 * Lists the tiles, those first that see the most tokens, so that the last to start are the short ones. Once per step,
 * not per layer.
 */
void planPrefillAttention(const PrefillPlan& arguments, cudaStream_t stream);

/**
 * Causal attention of chunks of query tokens against their paged KV cache, which already holds the chunk itself.
 *
 *   query i of sequence s sees positions 0 .. contextBefore[s] + i
 *
 * A CTA takes 128 query rows at a time, so that short chunks of grouped-query models fill a tile too, and the heads of
 * a group share one pass over keys and values.
 */
struct PrefillAttention {
  const __nv_bfloat16* query = nullptr;  ///< [tokens, queryStride]; head h at h * headSize; 16-byte aligned
  int queryStride = 0;                   ///< elements, a multiple of 8
  KvCache cache;
  const int* pageTable = nullptr;  ///< [tables, pageTableStride]
  int pageTableStride = 0;
  const int* tableRows = nullptr;  ///< [sequences], rows of `pageTable`, or null: they are taken in order
  int tables = 0;                  ///< rows of `pageTable`, for index_check.cuh alone
  const PrefillTile* tiles = nullptr;  ///< from planPrefillAttention
  __nv_bfloat16* output = nullptr;     ///< [tokens, queryHeads * headSize]; 16-byte aligned
  int tokens = 0;
  int sequences = 0;
  int maxQueryTokens = 0;  ///< longest chunk, tokens
  int queryHeads = 0;

  __host__ __device__ int group() const { return queryHeads / cache.kvHeads; }
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

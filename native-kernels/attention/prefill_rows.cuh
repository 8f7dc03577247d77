#pragma once

#include "../device/index_check.cuh"
#include "prefill_attention.h"

namespace nanoflow {

/** Rows [firstRow, firstRow + 128) of one KV head of one sequence: those of a CTA in the work item. */
struct RowTile {
  int sequence, head, firstRow, rows, group, firstToken, contextBefore;
  int itemRow, itemEnd;  ///< rows of the work item, those of a cluster's CTAs

  __device__ int position(int row) const { return contextBefore + row / group; }
  /** Whether this is none, but the end of the list. */
  __device__ bool empty() const { return rows == 0; }
  /** Tiles of `keys` tokens that the rows of the work item see. */
  __device__ int tiles(int keys) const { return position(itemEnd - 1) / keys + 1; }
  /** Of the last of these tiles, the tokens that any row sees. */
  __device__ int lastTileTokens(int keys) const { return position(itemEnd - 1) % keys + 1; }
  /** Element offset of a row in a tensor of `stride` elements a token. */
  __device__ size_t offset(int row, int stride, int headSize) const {
    return static_cast<size_t>(firstToken + row / group) * stride + (head * group + row % group) * headSize;
  }
};

/** The pages of a sequence. */
__device__ inline const int* pageTableOf(const PrefillAttention& p, int sequence) {
  const int row = p.tableRows == nullptr ? sequence : p.tableRows[sequence];
  if (p.tableRows != nullptr) {
    checkIndex("prefill_attention", sequence, "the sequence has a page table", row, p.tables);
  }
  return p.pageTable + static_cast<size_t>(row) * p.pageTableStride;
}

/**
 * Finds a work item in the list of tiles, whose heads follow each other.
 *
 * @param ctas CTAs that share an item, of which this is number `rank`
 */
__device__ inline RowTile locateRows(const PrefillAttention& p, int item, int ctas = 1, int rank = 0) {
  const int heads = p.cache.kvHeads;
  const PrefillTile tile = p.tiles[item / heads];
  RowTile work;
  work.sequence = tile.sequence;
  work.head = item % heads;
  work.group = p.group();
  work.firstToken = tile.firstToken;
  work.rows = tile.rows;
  work.contextBefore = tile.contextBefore;
  work.itemRow = tile.firstRow;
  work.itemEnd = min(work.itemRow + ctas * prefillTileRows, work.rows);
  work.firstRow = work.itemRow + rank * prefillTileRows;
  return work;
}

}  // namespace nanoflow

#pragma once

#include "prefill_attention.h"

namespace nanoflow {

/** Query rows of a work item; a row is one (token, query head of the KV head) pair. */
inline constexpr int prefillTileRows = 128;

/** Rows [firstRow, firstRow + 128) of one KV head of one sequence. */
struct RowTile {
  int sequence, head, firstRow, rows, group, firstToken, contextBefore;

  __device__ int position(int row) const { return contextBefore + row / group; }
  __device__ int lastPosition() const { return position(min(firstRow + prefillTileRows, rows) - 1); }
  /** Tiles of `keys` tokens that the rows see. */
  __device__ int tiles(int keys) const { return lastPosition() / keys + 1; }
  /** Element offset of a row in a tensor of `stride` elements a token. */
  __device__ size_t offset(int row, int stride, int headSize) const {
    return static_cast<size_t>(firstToken + row / group) * stride + (head * group + row % group) * headSize;
  }
};

/**
 * Late rows see the longest context: they go first, so that the last to start are the short ones. Items past the rows
 * of a sequence shorter than the longest are empty: firstRow >= rows.
 */
__device__ inline RowTile locateRows(const PrefillAttention& p, int rowTiles, int item) {
  const int heads = p.cache.kvHeads;
  RowTile work;
  work.sequence = item / heads % p.sequences;
  work.head = item % heads;
  work.group = p.queryHeads / heads;
  work.firstToken = p.queryStarts[work.sequence];
  work.rows = (p.queryStarts[work.sequence + 1] - work.firstToken) * work.group;
  work.contextBefore = p.contextBefore[work.sequence];
  work.firstRow = (rowTiles - 1 - item / (heads * p.sequences)) * prefillTileRows;
  return work;
}

}  // namespace nanoflow

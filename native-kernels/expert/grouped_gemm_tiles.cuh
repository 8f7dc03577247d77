#pragma once

#include "../device/async_copy.cuh"
#include "../device/warp.cuh"
#include "grouped_gemm.h"

/** The tiles of a grouped product: their shapes in shared memory, their order, and where each lies. */
namespace nanoflow::grouped {

constexpr int kDepth = 64;     // of a stage: the columns of a box
constexpr int kRowBlock = 64;  // rows of a warpgroup product, and of one copy of the input
constexpr int kMostExperts = 256;

/** A slice of an output tile's operands, and how many of them fit into shared memory. */
template <int Rows, int Columns>
struct Stage {
  static constexpr int inputBlockBytes = kRowBlock * kDepth * 2;
  static constexpr int inputBytes = Rows * kDepth * 2;
  static constexpr int weightBytes = Columns * kDepth * 2;
  static constexpr int bytes = inputBytes + weightBytes;
  static constexpr int count = 208 * 1024 / bytes;
  static constexpr int sharedBytes = count * bytes + 1024;  // room to align the first
};

/** Where a tile lies: rows of one expert, columns of the output. */
struct Tile {
  int expert, firstRow, endRow, firstColumn;
};

/**
 * Tiles of all experts on one line, rows fastest, so that CTAs running together share weights in the L2. Tiles that an
 * expert does not fill take as long as full ones: CTAs that fall out of step read the weights again.
 */
template <int Rows, int Columns>
__device__ Tile locate(const GroupedGemm& p, const int* tileStarts, int tile) {
  int low = 0, high = p.experts;
  while (high - low > 1) {
    const int middle = (low + high) / 2;
    (tileStarts[middle] <= tile ? low : high) = middle;
  }
  const int begin = p.expertOffsets[low], end = p.expertOffsets[low + 1];
  const int rowTiles = (end - begin + Rows - 1) / Rows;
  const int inside = tile - tileStarts[low];
  return {low, begin + inside % rowTiles * Rows, end, inside / rowTiles * Columns};
}

/** tileStarts[e] = tiles of the experts before e; by the first warp. */
template <int Rows, int Columns>
__device__ void countTiles(const GroupedGemm& p, int* tileStarts) {
  const int lane = threadIdx.x % 32;
  const int columnTiles = (p.n + Columns - 1) / Columns;
  int before = 0;
  for (int base = 0; base < p.experts; base += 32) {
    const int expert = base + lane;
    int tiles = 0;
    if (expert < p.experts) {
      tiles = (p.expertOffsets[expert + 1] - p.expertOffsets[expert] + Rows - 1) / Rows * columnTiles;
    }
    int upTo = tiles;
    for (int offset = 1; offset < 32; offset *= 2) {
      const int left = __shfl_up_sync(kAllLanes, upTo, offset);
      if (lane >= offset) upTo += left;
    }
    if (expert < p.experts) tileStarts[expert] = before + upTo - tiles;
    before += __shfl_sync(kAllLanes, upTo, 31);
  }
  if (lane == 0) tileStarts[p.experts] = before;
}

}  // namespace nanoflow::grouped

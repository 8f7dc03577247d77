#pragma once

#include "prefill_pipeline.cuh"

/** The warpgroup of prefill attention that fetches: one warp keys and values, the others queries. */
namespace nanoflow::prefill {

#if defined(__CUDA_ARCH_FEAT_SM90_ALL)

/** By the threads [32, 128): copies the queries of each work item to shared memory, permuted as keys are. */
template <int Head, int Slots>
__device__ void loadQueries(const PrefillAttention& p, int rowTiles, int items, uint32_t shared,
                            Channels<Slots>& channels) {
  constexpr int kChunks = Head / 8;
  const int loader = threadIdx.x - 32;
  const int chunk = loader % kChunks;
  int loads = 0;
  for (int round = 0; round * gridDim.x < items; ++round) {
    const int item = itemOfRound(round);
    if (item >= items) continue;
    const RowTile work = locateRows(p, rowTiles, item);
    if (work.firstRow >= work.rows) continue;
    if (loads > 0) waitTile<0>(&channels.queryEmpty, (loads - 1) & 1);
#pragma unroll 2  // more would not fit the registers
    for (int row = loader / kChunks; row < prefillTileRows; row += kLoaders / kChunks) {
      const bool present = work.firstRow + row < work.rows;
      const size_t from = work.offset(present ? work.firstRow + row : 0, p.queryStride, Head) + chunk * 8;
      copyChunk(shared + row * Head * 2 + kvChunk(chunk, row) * 16, p.query + from, present);
    }
    if (loader == 0) {
      channels.work = work;
      arrive(&channels.queryFull);
    }
    arriveAfterChunks(&channels.queryFull);
    ++loads;
  }
  if (loads > 0) waitTile<0>(&channels.queryEmpty, (loads - 1) & 1);
  if (loader == 0) {
    channels.work.rows = 0;
    arrive(&channels.queryFull);
  }
  arriveAfterChunks(&channels.queryFull);
}

/** By one warp: streams the tiles of all work items in the order of their use, keys one tile ahead: K0, K1, V0, K2, ... */
template <int Head, int Keys, int Page>
__device__ void fetchTiles(const PrefillAttention& p, const CUtensorMap& keyMap, const CUtensorMap& valueMap,
                           int rowTiles, int items, unsigned char* slots,
                           Channels<Layout<Head, Keys, Page>::slots>& channels) {
  using Shape = Layout<Head, Keys, Page>;
  constexpr int kPages = Keys / Page;
  const int lane = threadIdx.x;
  int turn = 0;  // tiles fetched so far: slot turn % slots, phase turn / slots % 2
  const auto fetch = [&](const CUtensorMap& map, int rows) {
    const int slot = turn % Shape::slots;
    if (turn >= Shape::slots) waitTile<0>(&channels.empty[slot], (turn / Shape::slots - 1) & 1);
    expectTile(&channels.full[slot], Shape::tileBytes, lane);
#pragma unroll
    for (int page = 0; page < kPages; ++page) {
      const int row = __shfl_sync(kAllLanes, rows, page);
      if (lane != 0) continue;
      unsigned char* to = slots + slot * Shape::tileBytes + page * Shape::pageBytes;
#pragma unroll
      for (int block = 0; block < Shape::blocks; block += Shape::boxBlocks) {
        copySwizzledBox(to + block * Shape::blockBytes, map, row, block, &channels.full[slot]);
      }
    }
    ++turn;
  };
  int before = 0;  // lane i: first row of page i of the tile before
  for (int round = 0; round * gridDim.x < items; ++round) {
    const int item = itemOfRound(round);
    if (item >= items) continue;
    const RowTile work = locateRows(p, rowTiles, item);
    if (work.firstRow >= work.rows) continue;

    const int tiles = work.tiles(Keys);
    const int* table = p.pageTable + static_cast<size_t>(work.sequence) * p.pageTableStride;
    const int lastPage = work.position(work.rows - 1) / Page;
    const auto rowsOf = [&](int tile) {
      const int page = table[min(tile * kPages + min(lane, kPages - 1), lastPage)];
      return (page * p.cache.kvHeads + work.head) * Page;
    };
    int now = rowsOf(0);
    for (int tile = 0; tile < tiles; ++tile) {
      const int next = rowsOf(tile + 1);
      fetch(keyMap, now);
      if (turn > 1) fetch(valueMap, before);
      before = now;
      now = next;
    }
  }
  if (turn > 0) fetch(valueMap, before);
}

#endif

}  // namespace nanoflow::prefill

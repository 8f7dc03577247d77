#pragma once

#include "prefill_pipeline.cuh"
#include "../device/index_check.cuh"

/** The warpgroup of prefill attention that fetches: one warp keys and values, the others queries. */
namespace nanoflow::prefill {

#if defined(__CUDA_ARCH_FEAT_SM90_ALL)

/** Copies the queries of work items to shared memory, permuted as keys are; by the last Shape::loaders of 128 threads. */
template <int Head, typename Shape>
class QueryLoader {
 public:
  __device__ QueryLoader(const PrefillAttention& p, uint32_t shared, Channels<Shape>& channels)
      : p_(p), shared_(shared), channels_(channels) {}

  __device__ void load(const RowTile& work) {
    constexpr int kChunks = Head / 8;
    const int loader = number(), chunk = loader % kChunks;
    const int buffer = awaitBuffer();
#pragma unroll 2  // more would not fit the registers
    for (int row = loader / kChunks; row < prefillTileRows; row += Shape::loaders / kChunks) {
      const bool present = work.firstRow + row < work.rows;
      const size_t from = work.offset(present ? work.firstRow + row : 0, p_.queryStride, Head) + chunk * 8;
      const uint32_t to = shared_ + buffer * Shape::queryBytes + row * Head * 2 + kvChunk(chunk, row) * 16;
      copyChunk(to, p_.query + from, present);
    }
    if (loader == 0) channels_.work[buffer] = work;
    waitChunks();
    arrive(&channels_.queryFull[buffer]);
  }

  /** Says that there are no more. */
  __device__ void end() {
    const int buffer = awaitBuffer();
    if (number() == 0) channels_.work[buffer].rows = 0;
    arrive(&channels_.queryFull[buffer]);
  }

 private:
  static __device__ int number() { return threadIdx.x - (128 - Shape::loaders); }

  __device__ int awaitBuffer() {
    const int buffer = loads_ % Shape::queryBuffers;
    const int before = loads_ / Shape::queryBuffers - 1;
    if (before >= 0) waitTile<0>(&channels_.queryEmpty[buffer], before & 1);
    ++loads_;
    return buffer;
  }

  const PrefillAttention& p_;
  uint32_t shared_;
  Channels<Shape>& channels_;
  int loads_ = 0;
};

/** By the threads [32, 128): the queries of all work items. */
template <int Head, typename Shape>
__device__ void loadQueries(const PrefillAttention& p, int items, uint32_t shared, Channels<Shape>& channels) {
  QueryLoader<Head, Shape> queries(p, shared, channels);
  WorkItems<Shape::ctas> list(p, items);
  for (RowTile work; list.next(work);) queries.load(work);
  queries.end();
}

/**
 * Pages of a sequence tile by tile, looked up long before use, as a look-up takes about as long as a tile's products.
 * Used by a whole warp: lane i holds page i of a block of 32.
 */
template <int PagesPerTile>
class PageCursor {
 public:
  PageCursor() = default;
  __device__ PageCursor(const int* table, int lastPage) : table_(table), lastPage_(lastPage), ahead_(entry(0)) {}

  /** Page `lane` of the next tile, in the lanes [0, PagesPerTile). */
  __device__ int next() {
    constexpr int kTiles = 32 / PagesPerTile;  // of a block
    if (tile_ % kTiles == 0) {
      pages_ = ahead_;
      ahead_ = entry(tile_ / kTiles + 1);
    }
    return __shfl_sync(kAllLanes, pages_, tile_++ % kTiles * PagesPerTile + threadIdx.x % PagesPerTile);
  }

 private:
  __device__ int entry(int block) const {
    const int lane = threadIdx.x % 32;
    return table_[min(block * 32 + lane, lastPage_)];
  }

  const int* table_ = nullptr;
  int lastPage_ = 0;
  int tile_ = 0, pages_ = 0, ahead_ = 0;
};

/** By one warp: streams the tiles of all work items as they are used, keys one tile ahead: K0, K1, V0, K2, V1, ... */
template <int Head, int Page, int Ctas>
__device__ void fetchTiles(const PrefillAttention& p, const CUtensorMap& keyMap, const CUtensorMap& valueMap,
                           int items, unsigned char* slots, Channels<Layout<Head, Page, Ctas>>& channels) {
  using Shape = Layout<Head, Page, Ctas>;
  constexpr int kPages = kKeys / Page;
  static_assert(kPages % Ctas == 0);
  const int firstPage = Ctas > 1 ? clusterRank() * (kPages / Ctas) : 0;  // of those that this CTA fetches
  int fetched = 0;  // tiles so far: slot fetched % slots, phase fetched / slots % 2
  int pending = 0;  // lane i: row in the cache of page i of the tile whose values are still to be fetched
  const auto fetch = [&](const CUtensorMap& map, int rows) {
    const int slot = fetched % Shape::slots;
    if (fetched >= Shape::slots) waitTile<0>(&channels.empty[slot], (fetched / Shape::slots - 1) & 1);
    expectTile(&channels.full[slot], Shape::tileBytes, threadIdx.x);
#pragma unroll
    for (int i = 0; i < kPages / Ctas; ++i) {
      const int page = firstPage + i;
      const int row = __shfl_sync(kAllLanes, rows, page);
      if (threadIdx.x != 0) continue;
      unsigned char* to = slots + slot * Shape::tileBytes + page * Shape::pageBytes;
      copySwizzledBox<Ctas>(to, map, row, &channels.full[slot]);
    }
    ++fetched;
  };
  // The next work item's first pages are looked up during the current one.
  struct Stream {
    int sequence, head, tiles;
    PageCursor<kPages> pages;
  };
  WorkItems<Shape::ctas> list(p, items);
  const auto nextStream = [&] {
    RowTile work;
    if (!list.next(work)) return Stream{};
    const int* table = pageTableOf(p, work.sequence);
    const int lastPage = work.position(work.rows - 1) / Page;
    checkIndex("prefill_attention", work.sequence, "the context fits the page table", lastPage, p.pageTableStride);
    return Stream{work.sequence, work.head, work.tiles(kKeys), {table, lastPage}};
  };
  Stream stream = nextStream();
  while (stream.tiles > 0) {
    const Stream upcoming = nextStream();
    for (int tile = 0; tile < stream.tiles; ++tile) {
      const int page = stream.pages.next();
      checkIndex("prefill_attention", stream.sequence, "the page is one of the cache", page, p.cache.pages);
      const int rows = (page * p.cache.kvHeads + stream.head) * Page;
      fetch(keyMap, rows);
      if (fetched > 1) fetch(valueMap, pending);
      pending = rows;
    }
    stream = upcoming;
  }
  if (fetched > 0) fetch(valueMap, pending);
}

#endif

}  // namespace nanoflow::prefill

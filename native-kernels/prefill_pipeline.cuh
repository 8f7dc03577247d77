#pragma once

#include "async_copy.cuh"
#include "prefill_rows.cuh"
#include "tensor_copy.cuh"

/** What the warpgroups of a prefill attention CTA share: one fetches, two of 64 query rows each multiply. */
namespace nanoflow::prefill {

constexpr int kKeys = 128;     // tokens of a tile of keys or values
constexpr int kConsumers = 2;  // warpgroups that multiply
constexpr int kThreads = (kConsumers + 1) * 128;

/** Shared memory: the queries of a work item, and a ring of slots for key and value tiles. */
template <int Head, int Page>
struct Layout {
  static constexpr int queryBytes = prefillTileRows * Head * 2;
  static constexpr int queryBuffers = 2;
  static constexpr int tileBytes = kKeys * Head * 2;
  static constexpr int slots = (224 * 1024 - queryBuffers * queryBytes) / tileBytes;
  // Small pages are fetched whole, as many copies of a few KiB would take longer than the arithmetic: they follow each
  // other, each with its blocks of 64 columns one after the other. Of large pages blocks are fetched, so that a block
  // holds the rows of the whole tile.
  static constexpr bool wholePages = Page < 64 && Head > boxColumns;
  static constexpr int blocks = Head / boxColumns;
  static constexpr int boxBlocks = wholePages ? blocks : 1;
  static constexpr int blockBytes = (wholePages ? Page : kKeys) * boxColumns * 2;  // from one block to the next
  static constexpr int pageBytes = Page * boxBlocks * boxColumns * 2;             // from one page to the next
  static constexpr int sharedBytes = queryBuffers * queryBytes + slots * tileBytes + 1024;  // room to align the first
};

#if defined(__CUDA_ARCH_FEAT_SM90_ALL)

constexpr int kLoaders = 96;  // threads of the fetching warpgroup that load queries
constexpr unsigned kAllLanes = 0xffffffffu;

/** How the warpgroups of a CTA hand tiles and queries to each other. */
template <typename Shape>
struct Channels {
  uint64_t full[Shape::slots], empty[Shape::slots];
  uint64_t queryFull[Shape::queryBuffers], queryEmpty[Shape::queryBuffers];
  RowTile work[Shape::queryBuffers];  // whose queries these are; no rows: the end

  __device__ void init() {
    for (int i = 0; i < Shape::slots; ++i) {
      initBarrier(&full[i], 1);
      initBarrier(&empty[i], kConsumers * 4);
    }
    for (int i = 0; i < Shape::queryBuffers; ++i) {
      initBarrier(&queryFull[i], kLoaders);
      initBarrier(&queryEmpty[i], kConsumers * 128);
    }
    asm volatile("fence.mbarrier_init.release.cluster;" ::: "memory");
  }
};

/** The work items of a CTA, one after the other. */
class WorkItems {
 public:
  __device__ WorkItems(const PrefillAttention& p, int rowTiles)
      : p_(p), rowTiles_(rowTiles), items_(rowTiles * p.cache.kvHeads * p.sequences) {}

  /** Finds the next item that has rows; false at the end. */
  __device__ bool next(RowTile& work) {
    for (; round_ * gridDim.x < items_; ++round_) {
      // Rounds alternate in direction, so that no CTA always gets the longest of a round.
      const int item = round_ * gridDim.x + (round_ % 2 == 0 ? blockIdx.x : gridDim.x - 1 - blockIdx.x);
      if (item >= items_) continue;
      work = locateRows(p_, rowTiles_, item);
      if (work.firstRow >= work.rows) continue;
      ++round_;
      return true;
    }
    return false;
  }

 private:
  const PrefillAttention& p_;
  int rowTiles_, items_;
  int round_ = 0;
};

#endif

}  // namespace nanoflow::prefill

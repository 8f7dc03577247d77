#pragma once

#include "async_copy.cuh"
#include "prefill_rows.cuh"
#include "tensor_copy.cuh"

/** What the warpgroups of a prefill attention CTA share: one fetches, two of 64 query rows each multiply. */
namespace nanoflow::prefill {

constexpr int kConsumers = 2;  // warpgroups that multiply
constexpr int kThreads = (kConsumers + 1) * 128;

/** Shared memory: the queries of a work item, and a ring of slots for key and value tiles. */
template <int Head, int Keys, int Page>
struct Layout {
  static constexpr int queryBytes = prefillTileRows * Head * 2;
  static constexpr int tileBytes = Keys * Head * 2;
  static constexpr int slots = 192 * 1024 / tileBytes;
  // Small pages are fetched whole, as many copies of a few KiB would take longer than the arithmetic: they follow each
  // other, each with its blocks of 64 columns one after the other. Of large pages blocks are fetched, so that a block
  // holds the rows of the whole tile.
  static constexpr bool wholePages = Page < 64 && Head > boxColumns;
  static constexpr int blocks = Head / boxColumns;
  static constexpr int boxBlocks = wholePages ? blocks : 1;
  static constexpr int blockBytes = (wholePages ? Page : Keys) * boxColumns * 2;  // from one block to the next
  static constexpr int pageBytes = Page * boxBlocks * boxColumns * 2;             // from one page to the next
  static constexpr int sharedBytes = queryBytes + slots * tileBytes + 1024;  // room to align the first
};

#if defined(__CUDA_ARCH_FEAT_SM90_ALL)

constexpr int kLoaders = 96;  // threads of the fetching warpgroup that load queries
constexpr unsigned kAllLanes = 0xffffffffu;

/** How the warpgroups of a CTA hand tiles and queries to each other. */
template <int Slots>
struct Channels {
  uint64_t full[Slots], empty[Slots];
  uint64_t queryFull, queryEmpty;
  RowTile work;  // of the queries

  __device__ void init() {
    for (int i = 0; i < Slots; ++i) {
      initBarrier(&full[i], 1);
      initBarrier(&empty[i], kConsumers * 4);
    }
    initBarrier(&queryFull, kLoaders + 1);
    initBarrier(&queryEmpty, kConsumers * 4);
    asm volatile("fence.mbarrier_init.release.cluster;" ::: "memory");
  }
};

/** The CTA's next work item: rounds alternate in direction, so that no CTA always gets the longest of a round. */
__device__ inline int itemOfRound(int round) {
  const int place = round % 2 == 0 ? blockIdx.x : gridDim.x - 1 - blockIdx.x;
  return round * gridDim.x + place;
}

#endif

}  // namespace nanoflow::prefill

#pragma once

#include "../device/async_copy.cuh"
#include "../device/cluster.cuh"
#include "prefill_rows.cuh"
#include "../device/tensor_copy.cuh"
#include "../device/warp.cuh"

/**
 * What the warpgroups of a prefill attention CTA share: one fetches, two of 64 query rows each multiply. The CTAs of a
 * cluster take neighbouring rows and the same keys and values: each fetches a part of every tile for all.
 */
namespace nanoflow::prefill {

constexpr int kKeys = 128;     // tokens of a tile of keys or values
constexpr int kConsumers = 2;  // warpgroups that multiply
constexpr int kThreads = (kConsumers + 1) * 128;

/**
 * Shared memory: the queries of a work item, and a ring of slots for key and value tiles. Tiles of an FP8 cache are made
 * bf16 on their way to a slot; until then they lie in a ring of their own.
 */
template <int Head, int Page, int Ctas, bool Fp8 = false>
struct Layout {
  static constexpr int ctas = Ctas;  // of a cluster
  static constexpr bool fp8 = Fp8;
  static constexpr int queryBytes = prefillTileRows * Head * 2;
  static constexpr int queryBuffers = Head == 128 ? 1 : 2;  // a sixth slot is worth more than a second buffer
  static constexpr int tileBytes = kKeys * Head * 2;
  static constexpr int rawBytes = Fp8 ? kKeys * Head + kKeys * Head / 4 : 0;  // a scale with each chunk of 16 bytes
  static constexpr int raws = 3;
  static constexpr int slots = (224 * 1024 - queryBuffers * queryBytes - raws * rawBytes) / tileBytes;
  // Pages follow each other in a tile and come in one copy each, since many copies of a few KiB would take longer than
  // the arithmetic. The warpgroup instructions take them because their unit is eight tokens: see swizzledTensorMap.
  static constexpr int pageBytes = Page * Head * 2;
  static constexpr int eightTokenBytes = 8 * Head * 2;
  static constexpr int sharedBytes =
      queryBuffers * queryBytes + slots * tileBytes + raws * rawBytes + 1024;  // room to align the first

  // By whom, of the fetching warpgroup: with an FP8 cache all do everything.
  static constexpr int loaders = Fp8 ? 128 : 96;  // threads that load queries
  static constexpr int filled = Fp8 ? 128 : 1;    // arrivals that fill a slot
  static constexpr int producerRegisters = Fp8 ? 72 : 40, consumerRegisters = Fp8 ? 216 : 232;
};

#if defined(__CUDA_ARCH_FEAT_SM90_ALL)

/** How the warpgroups of a CTA hand tiles and queries to each other. */
template <typename Shape>
struct Channels {
  uint64_t full[Shape::slots], empty[Shape::slots];
  uint64_t queryFull[Shape::queryBuffers], queryEmpty[Shape::queryBuffers];
  RowTile work[Shape::queryBuffers];  // whose queries these are; no rows: the end

  __device__ void init() {
    for (int i = 0; i < Shape::slots; ++i) {
      initBarrier(&full[i], Shape::filled);
      initBarrier(&empty[i], Shape::ctas * kConsumers * 4);
    }
    for (int i = 0; i < Shape::queryBuffers; ++i) {
      initBarrier(&queryFull[i], Shape::loaders);
      initBarrier(&queryEmpty[i], kConsumers * 128);
    }
    asm volatile("fence.mbarrier_init.release.cluster;" ::: "memory");
  }
};

/** The work items of a cluster, one after the other. */
template <int Ctas>
class WorkItems {
 public:
  /** @param most items that there may be, of all heads */
  __device__ WorkItems(const PrefillAttention& p, int most) : p_(p), most_(most) {}

  /** Finds the next item; false at the end. */
  __device__ bool next(RowTile& work) {
    const int clusters = gridDim.x / Ctas, cluster = blockIdx.x / Ctas;
    // Rounds alternate in direction, so that no cluster always gets the longest of a round.
    const int item = round_ * clusters + (round_ % 2 == 0 ? cluster : clusters - 1 - cluster);
    ++round_;
    if (item >= most_) return false;
    work = locateRows(p_, item, Ctas, Ctas > 1 ? clusterRank() : 0);
    return !work.empty();
  }

 private:
  const PrefillAttention& p_;
  int most_;
  int round_ = 0;
};

#endif

}  // namespace nanoflow::prefill

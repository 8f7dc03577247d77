#pragma once

#include <vector>

#include "collective.h"
#include "../device/cuda_handle.h"

namespace nanoflow {

/** Consecutive elements of a tensor. */
struct Piece {
  size_t first = 0;
  size_t count = 0;
};

/**
 * GPUs whose copy engines move data between them: the steps that collectives are made of, enqueued on the lanes' own
 * streams. More streams, to copy while adding or from several peers at once, cost more than they gain: branches of a
 * CUDA graph with copies start late, and one copy fills the link.
 */
class CopyEngineGroup {
 public:
  /** @throws UnsupportedError as enablePeerAccess does */
  explicit CopyEngineGroup(const std::vector<int>& devices);

  int ranks() const { return static_cast<int>(met_.size()); }

  /** The shard of `rank` of `count` elements. */
  Piece shard(int rank, size_t count) const { return {rank * (count / ranks()), count / ranks()}; }

  /** What follows on any lane's stream follows what all lanes' streams have now. */
  void meet(const std::vector<CollectiveLane>& lanes) const;

  /** Copies `piece` of all other inputs to the lane's scratch memory, one after another, and adds them up: on `ctas` CTAs. */
  void sum(const std::vector<CollectiveLane>& lanes, int rank, Piece piece, __nv_bfloat16* to, int ctas) const;

  /** Copies `from` to `piece` of all other outputs. */
  void spread(const std::vector<CollectiveLane>& lanes, int rank, Piece piece, const __nv_bfloat16* from) const;

 private:
  using EventHandle = Owned<cudaEvent_t, cudaEventDestroy>;

  std::vector<EventHandle> met_;  ///< one a rank
};

}  // namespace nanoflow

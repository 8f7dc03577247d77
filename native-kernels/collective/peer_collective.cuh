#pragma once

#include "collective.h"
#include "peer_barrier.cuh"
#include "peer_grid.h"
#include "rank_sum.cuh"

namespace nanoflow {

/** What a launch of one rank's kernel may use. */
struct PeerLaunch {
  const std::vector<CollectiveLane>& lanes;
  int rank;
  size_t count;
  int ctas;  ///< of the grid, the same on all ranks
};

/**
 * A collective that is one kernel on each GPU, whose CTAs wait for those of the other ranks. What a kernel does must follow
 * from `count` and `ctas` alone, so that all ranks do the same.
 */
class PeerCollective : public Collective {
 public:
  void run(const std::vector<CollectiveLane>& lanes, size_t count) final {
    requireLanes(lanes, group_.ranks(), count);
    const int grid = peerGrid(ctas_, placesOf(lanes), kSumCtasPerSm);
    for (int rank = 0; rank < group_.ranks(); ++rank) {
      check(cudaSetDevice(lanes[rank].device));
      launch({lanes, rank, count, grid});
      check(cudaGetLastError());
    }
  }

  size_t scratchElements(size_t) const final { return 0; }
  std::string stall() const final { return group_.stall(); }
  bool joinsLanes() const final { return false; }

 protected:
  PeerCollective(const std::vector<int>& devices, int ctas) : group_(devices), ctas_(ctas) {}

  /** Launches the kernel of a rank, whose device is current. */
  virtual void launch(const PeerLaunch& call) = 0;

  const PeerGroup group_;

 private:
  const int ctas_;
};

}  // namespace nanoflow

#pragma once

#include <algorithm>

#include "collective.h"
#include "peer_group.h"
#include "rank_sum.cuh"

namespace nanoflow {

/** A collective that is one kernel on each GPU, whose CTAs wait for those of the other ranks. */
class PeerCollective : public Collective {
 public:
  void run(const std::vector<CollectiveLane>& lanes, size_t count) final {
    requireLanes(lanes, group_.ranks(), count);
    for (int rank = 0; rank < group_.ranks(); ++rank) {
      check(cudaSetDevice(lanes[rank].device));
      launch(lanes, rank, count);
      check(cudaGetLastError());
    }
  }

  size_t scratchElements(size_t) const final { return 0; }
  bool joinsLanes() const final { return false; }

 protected:
  PeerCollective(const std::vector<int>& devices, int ctas) : group_(devices), ctas_(ctas) {}

  /** Launches the kernel of `rank`, whose device is current. */
  virtual void launch(const std::vector<CollectiveLane>& lanes, int rank, size_t count) = 0;

  /** Grid size at `place`, where all CTAs must be resident at once. */
  int ctas(const Placement& place) const {
    const int limited = place.ctaLimit > 0 ? std::min(ctas_, place.ctaLimit) : ctas_;
    require(limited <= kMostPeerCtas && limited <= place.smCount * kSumCtasPerSm,
            "too many CTAs: all must fit the partition at once, two an SM");
    return limited;
  }

  const PeerGroup group_;

 private:
  const int ctas_;
};

}  // namespace nanoflow

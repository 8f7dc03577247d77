#include "peer_collective.cuh"
#include "reduce_scatter.h"

namespace nanoflow {
namespace {

template <int Ranks>
__global__ void __launch_bounds__(kSumThreads, kSumCtasPerSm)
    reduceScatterKernel(__grid_constant__ const PeerFlags flags, __grid_constant__ const RankSum<Ranks, 1> sum) {
  PeerBarrier barrier(flags);
  barrier.meet();  // inputs are complete
  sumOverRanks(sum);
  barrier.meet();  // inputs have been read
}

class PeerReduceScatter final : public PeerCollective {
 public:
  PeerReduceScatter(const std::vector<int>& devices, int ctas) : PeerCollective(devices, ctas) {
    withRanks(group_.ranks(), [&](auto ranks) { group_.load(reduceScatterKernel<ranks>); });
  }

 private:
  void launch(const PeerLaunch& call) override {
    withRanks(group_.ranks(), [&](auto ranks) {
      const CollectiveLane& lane = call.lanes[call.rank];
      const size_t shard = call.count / ranks;
      RankSum<ranks, 1> sum{{}, {lane.output}, shard / 8};
      for (int i = 0; i < ranks; ++i) sum.inputs[i] = call.lanes[i].input + call.rank * shard;
      reduceScatterKernel<ranks><<<call.ctas, kSumThreads, 0, lane.placement.stream>>>(group_.flags(call.rank), sum);
    });
  }
};

}  // namespace

std::unique_ptr<Collective> peerReduceScatter(const std::vector<int>& devices, int ctas) {
  return std::make_unique<PeerReduceScatter>(devices, ctas);
}

}  // namespace nanoflow

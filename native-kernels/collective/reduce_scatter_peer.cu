#include "peer_barrier.cuh"
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
  void launch(const std::vector<CollectiveLane>& lanes, int rank, size_t count) override {
    withRanks(group_.ranks(), [&](auto ranks) {
      const size_t shard = count / ranks;
      RankSum<ranks, 1> sum{{}, {lanes[rank].output}, shard / 8};
      for (int i = 0; i < ranks; ++i) sum.inputs[i] = lanes[i].input + rank * shard;
      const Placement& place = lanes[rank].placement;
      reduceScatterKernel<ranks><<<ctas(place), kSumThreads, 0, place.stream>>>(group_.flags(rank), sum);
    });
  }
};

}  // namespace

std::unique_ptr<Collective> peerReduceScatter(const std::vector<int>& devices, int ctas) {
  return std::make_unique<PeerReduceScatter>(devices, ctas);
}

}  // namespace nanoflow

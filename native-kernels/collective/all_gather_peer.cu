#include "all_gather.h"
#include "peer_collective.cuh"

namespace nanoflow {
namespace {

template <int Ranks>
struct Gather {
  const __nv_bfloat16* inputs[Ranks];
  __nv_bfloat16* output;
  size_t vectors;  ///< of a shard
};

/** With this few threads loads from peers are faster than stores to them. Each rank starts with the next one. */
template <int Ranks>
__global__ void __launch_bounds__(kSumThreads, kSumCtasPerSm)
    allGatherKernel(__grid_constant__ const PeerFlags flags, __grid_constant__ const Gather<Ranks> p) {
  PeerBarrier barrier(flags);
  barrier.meet();  // inputs are complete
  for (int turn = 1; turn <= Ranks; ++turn) {
    const int from = (flags.rank + turn) % Ranks;
    sumOverRanks<1, 1>({{p.inputs[from]}, {p.output + from * p.vectors * 8}, p.vectors});
  }
  barrier.meet();  // inputs have been read
}

class PeerAllGather final : public PeerCollective {
 public:
  PeerAllGather(const std::vector<int>& devices, int ctas) : PeerCollective(devices, ctas) {
    withRanks(group_.ranks(), [&](auto ranks) { group_.load(allGatherKernel<ranks>); });
  }

 private:
  void launch(const PeerLaunch& call) override {
    withRanks(group_.ranks(), [&](auto ranks) {
      const CollectiveLane& lane = call.lanes[call.rank];
      Gather<ranks> gather{{}, lane.output, call.count / ranks / 8};
      for (int i = 0; i < ranks; ++i) gather.inputs[i] = call.lanes[i].input;
      allGatherKernel<ranks><<<call.ctas, kSumThreads, 0, lane.placement.stream>>>(group_.flags(call.rank), gather);
    });
  }
};

}  // namespace

std::unique_ptr<Collective> peerAllGather(const std::vector<int>& devices, int ctas) {
  return std::make_unique<PeerAllGather>(devices, ctas);
}

}  // namespace nanoflow

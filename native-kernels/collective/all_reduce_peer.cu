#include "all_reduce.h"
#include "all_reduce_shots.cuh"
#include "peer_collective.cuh"

namespace nanoflow {
namespace {

template <int Ranks>
__global__ void __launch_bounds__(kSumThreads, kSumCtasPerSm)
    oneShotKernel(__grid_constant__ const PeerFlags flags, __grid_constant__ const OneShot<Ranks> p) {
  PeerBarrier barrier(flags);
  oneShot(barrier, p);
}

template <int Ranks>
__global__ void __launch_bounds__(kSumThreads, kSumCtasPerSm)
    twoShotKernel(__grid_constant__ const PeerFlags flags, __grid_constant__ const RankSum<Ranks, Ranks> sum) {
  PeerBarrier barrier(flags);
  twoShot(barrier, sum);
}

class PeerAllReduce final : public PeerCollective {
 public:
  PeerAllReduce(const std::vector<int>& devices, int ctas) : PeerCollective(devices, ctas) {
    withRanks(group_.ranks(), [&](auto ranks) { group_.load(oneShotKernel<ranks>, twoShotKernel<ranks>); });
    for (const int device : devices) {
      check(cudaSetDevice(device));
      void* memory = nullptr;
      check(cudaMalloc(&memory, kStagingElements * sizeof(__nv_bfloat16)));
      staging_.emplace_back(static_cast<__nv_bfloat16*>(memory));
    }
  }

 private:
  void launch(const PeerLaunch& call) override {
    withRanks(group_.ranks(), [&](auto ranks) {
      if (inOneShot(call.count, call.ctas, ranks)) return launchOneShot<ranks>(call);
      launchTwoShot<ranks>(call);
    });
  }

  template <int Ranks>
  void launchOneShot(const PeerLaunch& call) const {
    const CollectiveLane& lane = call.lanes[call.rank];
    OneShot<Ranks> p{lane.input, {}, lane.output, call.count / 8};
    for (int i = 0; i < Ranks; ++i) p.staging[i] = staging_[i].get();
    oneShotKernel<Ranks><<<call.ctas, kSumThreads, 0, lane.placement.stream>>>(group_.flags(call.rank), p);
  }

  template <int Ranks>
  void launchTwoShot(const PeerLaunch& call) const {
    const size_t shard = call.count / Ranks;
    RankSum<Ranks, Ranks> sum{{}, {}, shard / 8};
    for (int i = 0; i < Ranks; ++i) {
      sum.inputs[i] = call.lanes[i].input + call.rank * shard;
      sum.outputs[i] = call.lanes[i].output + call.rank * shard;
    }
    const cudaStream_t stream = call.lanes[call.rank].placement.stream;
    twoShotKernel<Ranks><<<call.ctas, kSumThreads, 0, stream>>>(group_.flags(call.rank), sum);
  }

  std::vector<Owned<__nv_bfloat16*, cudaFree>> staging_;
};

}  // namespace

std::unique_ptr<Collective> peerAllReduce(const std::vector<int>& devices, int ctas) {
  return std::make_unique<PeerAllReduce>(devices, ctas);
}

}  // namespace nanoflow

#include "all_reduce.h"
#include "peer_barrier.cuh"
#include "peer_collective.cuh"

namespace nanoflow {
namespace {

/** One step of the loop of `ctas` CTAs. Up to here one shot is faster: it moves more bytes but meets only once. */
constexpr size_t oneShotElements(int ctas, int ranks) { return size_t{kSumThreads} * 8 * (8 / ranks) * ctas; }
constexpr size_t kStagingElements = oneShotElements(kMostPeerCtas, 2);

template <int Ranks>
struct OneShot {
  const __nv_bfloat16* input;
  __nv_bfloat16* staging[Ranks];  ///< of each rank: two halves of kStagingElements
  __nv_bfloat16* output;
  size_t vectors;
};

/**
 * Inputs are read from a copy, so that a rank may go on and overwrite its input while others still read. Calls use the
 * halves in turn: a rank that starts the call after next has met all ranks in the next, when they were done with this.
 */
template <int Ranks>
__global__ void __launch_bounds__(kSumThreads, kSumCtasPerSm)
    oneShotKernel(__grid_constant__ const PeerFlags flags, __grid_constant__ const OneShot<Ranks> p) {
  PeerBarrier barrier(flags);
  const size_t half = barrier.meetings() % 2 * kStagingElements;
  constexpr int kUnroll = 8 / Ranks;  // the same for both steps: a CTA's copies are what its peers' CTA reads
  sumOverRanks<1, 1, kUnroll>({{p.input}, {p.staging[flags.rank] + half}, p.vectors});
  barrier.meet();
  RankSum<Ranks, 1> sum{{}, {p.output}, p.vectors};
#pragma unroll
  for (int rank = 0; rank < Ranks; ++rank) sum.inputs[rank] = p.staging[rank] + half;
  sumOverRanks<Ranks, 1, kUnroll>(sum);
}

/** A rank writes only where it alone has read, so output may equal input. */
template <int Ranks>
__global__ void __launch_bounds__(kSumThreads, kSumCtasPerSm)
    twoShotKernel(__grid_constant__ const PeerFlags flags, __grid_constant__ const RankSum<Ranks, Ranks> sum) {
  PeerBarrier barrier(flags);
  barrier.meet();  // inputs are complete, outputs are free
  sumOverRanks(sum);
  barrier.meet();  // all shards have arrived
}

class PeerAllReduce final : public PeerCollective {
 public:
  PeerAllReduce(const std::vector<int>& devices, int ctas) : PeerCollective(devices, ctas) {
    withRanks(group_.ranks(), [&](auto ranks) { group_.load(oneShotKernel<ranks>, twoShotKernel<ranks>); });
    for (const int device : devices) {
      check(cudaSetDevice(device));
      void* memory = nullptr;
      check(cudaMalloc(&memory, 2 * kStagingElements * sizeof(__nv_bfloat16)));
      staging_.emplace_back(static_cast<__nv_bfloat16*>(memory));
    }
  }

 private:
  void launch(const std::vector<CollectiveLane>& lanes, int rank, size_t count) override {
    withRanks(group_.ranks(), [&](auto ranks) {
      if (count <= oneShotElements(ctas(lanes[rank].placement), ranks)) return oneShot<ranks>(lanes[rank], rank, count);
      twoShot<ranks>(lanes, rank, count);
    });
  }

  template <int Ranks>
  void oneShot(const CollectiveLane& lane, int rank, size_t count) const {
    OneShot<Ranks> p{lane.input, {}, lane.output, count / 8};
    for (int i = 0; i < Ranks; ++i) p.staging[i] = staging_[i].get();
    const Placement& place = lane.placement;
    oneShotKernel<Ranks><<<ctas(place), kSumThreads, 0, place.stream>>>(group_.flags(rank), p);
  }

  template <int Ranks>
  void twoShot(const std::vector<CollectiveLane>& lanes, int rank, size_t count) const {
    const size_t shard = count / Ranks;
    RankSum<Ranks, Ranks> sum{{}, {}, shard / 8};
    for (int i = 0; i < Ranks; ++i) {
      sum.inputs[i] = lanes[i].input + rank * shard;
      sum.outputs[i] = lanes[i].output + rank * shard;
    }
    const Placement& place = lanes[rank].placement;
    twoShotKernel<Ranks><<<ctas(place), kSumThreads, 0, place.stream>>>(group_.flags(rank), sum);
  }

  std::vector<Owned<__nv_bfloat16*, cudaFree>> staging_;
};

}  // namespace

std::unique_ptr<Collective> peerAllReduce(const std::vector<int>& devices, int ctas) {
  return std::make_unique<PeerAllReduce>(devices, ctas);
}

}  // namespace nanoflow

#include "copy_engine_group.h"
#include "peer_access.h"
#include "rank_sum.cuh"

namespace nanoflow {
namespace {

template <int Ranks>
__global__ void __launch_bounds__(kSumThreads, kSumCtasPerSm) sumKernel(__grid_constant__ const RankSum<Ranks, 1> sum) {
  sumOverRanks(sum);
}

/** Not cudaMemcpyPeerAsync: that cannot be captured. */
void copy(__nv_bfloat16* to, const __nv_bfloat16* from, size_t count, cudaStream_t stream) {
  check(cudaMemcpyAsync(to, from, count * sizeof *to, cudaMemcpyDeviceToDevice, stream));
}

}  // namespace

CopyEngineGroup::CopyEngineGroup(const std::vector<int>& devices) {
  enablePeerAccess(devices);
  for (const int device : devices) {
    check(cudaSetDevice(device));
    cudaEvent_t event = nullptr;
    check(cudaEventCreateWithFlags(&event, cudaEventDisableTiming));
    met_.emplace_back(event);
  }
}

void CopyEngineGroup::meet(const std::vector<CollectiveLane>& lanes) const {
  for (int rank = 0; rank < ranks(); ++rank) {
    check(cudaSetDevice(lanes[rank].device));
    check(cudaEventRecord(met_[rank].get(), lanes[rank].placement.stream));
  }
  for (int rank = 0; rank < ranks(); ++rank) {
    check(cudaSetDevice(lanes[rank].device));
    for (int turn = 1; turn < ranks(); ++turn) {
      check(cudaStreamWaitEvent(lanes[rank].placement.stream, met_[(rank + turn) % ranks()].get()));
    }
  }
}

void CopyEngineGroup::sum(const std::vector<CollectiveLane>& lanes, int rank, Piece piece, __nv_bfloat16* to,
                          int ctas) const {
  const CollectiveLane& lane = lanes[rank];
  const Placement& place = lane.placement;
  check(cudaSetDevice(lane.device));
  withRanks(ranks(), [&](auto ranks) {
    RankSum<ranks, 1> sum{{}, {to}, piece.count / 8};
    sum.inputs[rank] = lane.input + piece.first;
    // Every rank starts with the next one, so that no rank is asked by all at once.
    for (int turn = 1; turn < ranks; ++turn) {
      const int peer = (rank + turn) % ranks;
      __nv_bfloat16* copied = lane.scratch + (turn - 1) * piece.count;
      copy(copied, lanes[peer].input + piece.first, piece.count, place.stream);
      sum.inputs[peer] = copied;
    }
    sumKernel<ranks><<<place.ctas(ctas, kSumCtasPerSm), kSumThreads, 0, place.stream>>>(sum);
    check(cudaGetLastError());
  });
}

void CopyEngineGroup::spread(const std::vector<CollectiveLane>& lanes, int rank, Piece piece,
                             const __nv_bfloat16* from) const {
  const CollectiveLane& lane = lanes[rank];
  check(cudaSetDevice(lane.device));
  for (int turn = 1; turn < ranks(); ++turn) {
    copy(lanes[(rank + turn) % ranks()].output + piece.first, from, piece.count, lane.placement.stream);
  }
}

}  // namespace nanoflow

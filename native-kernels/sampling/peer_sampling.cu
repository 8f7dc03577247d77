#include "peer_sampling.h"

#include "../collective/peer_barrier.cuh"
#include "../collective/peer_grid.h"
#include "best_logit.cuh"

namespace nanoflow {
namespace {

constexpr int kCtasPerSm = 4;

struct RankSampling {
  const __nv_bfloat16* logits;
  const int* slots;
  int* tokens;
  RowFault* faults;
  int rows, width;
  int known;                         ///< logits of this rank's slice that count
  uint64_t* candidates[kMostRanks];  ///< of each rank: [gridDim.x, 2, mostRows]
  int mostRows;
};

/** The best token of a slice in one word, as ranks tell it to each other; its value is not a number where a logit is none. */
__device__ uint64_t packed(const RowBest& found, int firstToken) {
  const float value = found.hasNan ? NAN : found.best.value;
  const uint32_t token = found.best.token == INT_MAX ? INT_MAX : found.best.token + firstToken;
  return static_cast<uint64_t>(__float_as_uint(value)) << 32 | token;
}

__device__ void choose(const RankSampling& p, int ranks, int row, size_t at) {
  BestLogit best;
  bool hasNan = false;
  for (int rank = 0; rank < ranks; ++rank) {
    const uint64_t candidate = loadFromPeer(p.candidates[rank] + at);
    const float value = __uint_as_float(static_cast<uint32_t>(candidate >> 32));
    hasNan = hasNan || isnan(value);
    best.consider(value, static_cast<int>(candidate));
  }
  const RowFault fault = faultOf(hasNan, best.value);
  p.tokens[row] = fault == RowFault::none ? best.token : 0;
  p.faults[row] = fault;
}

/**
 * A CTA and those of its index on the other ranks have the same rows. Calls use the halves in turn: a rank that writes a
 * half again has met all ranks in the call between, when they were done with it.
 */
__global__ void __launch_bounds__(kBestThreads, kCtasPerSm)
    peerSamplingKernel(__grid_constant__ const PeerFlags flags, __grid_constant__ const RankSampling p) {
  __shared__ BestLogitMemory shared;
  PeerBarrier barrier(flags);
  const size_t half = (2 * blockIdx.x + barrier.meetings() % 2) * static_cast<size_t>(p.mostRows);
  const auto isOwn = [&](int row) { return p.slots == nullptr || p.slots[row] < 0; };
  int turn = 0;
  for (int row = blockIdx.x; row < p.rows; row += gridDim.x, ++turn) {
    if (!isOwn(row)) continue;
    const RowBest found = bestOfRow(p.logits + static_cast<size_t>(row) * p.width, p.known, shared);
    if (threadIdx.x == 0) p.candidates[flags.rank][half + turn] = packed(found, flags.rank * p.width);
    __syncthreads();
  }
  barrier.meet();
  for (int turn = threadIdx.x, row = blockIdx.x + turn * gridDim.x; row < p.rows;
       turn += kBestThreads, row = blockIdx.x + turn * gridDim.x) {
    if (isOwn(row)) choose(p, flags.ranks, row, half + turn);
  }
}

}  // namespace

PeerSampling::PeerSampling(const std::vector<int>& devices, int ctas, int mostRows)
    : group_(devices), ctas_(ctas), mostRows_(mostRows) {
  require(ctas > 0 && ctas <= kMostPeerCtas && mostRows > 0, "sampling over ranks needs CTAs, at most 128, and rows");
  group_.load(peerSamplingKernel);
  for (const int device : devices) {
    check(cudaSetDevice(device));
    void* memory = nullptr;
    check(cudaMalloc(&memory, sizeof(uint64_t) * 2 * ctas * mostRows));
    candidates_.emplace_back(static_cast<uint64_t*>(memory));
  }
}

void PeerSampling::run(const std::vector<SamplingLane>& lanes, const SlicedLogits& shape) {
  const auto [rows, width, known] = shape;
  require(static_cast<int>(lanes.size()) == group_.ranks(), "sampling over ranks needs one lane a device");
  require(rows > 0 && rows <= mostRows_, "sampling over ranks has more rows than it was made for, or none");
  require(width > 0 && width % 8 == 0, "the slice of a vocabulary must be a multiple of 8");
  require(known >= 0 && known <= width * group_.ranks(), "sampling knows more tokens than the vocabulary");
  const int grid = peerGrid(ctas_, placesOf(lanes), kCtasPerSm);
  for (int rank = 0; rank < group_.ranks(); ++rank) {
    const SamplingLane& lane = lanes[rank];
    const int own = known == 0 ? width : std::clamp(known - rank * width, 0, width);
    RankSampling call{lane.logits, lane.slots, lane.tokens, lane.faults, rows, width, own, {}, mostRows_};
    for (int i = 0; i < group_.ranks(); ++i) call.candidates[i] = candidates_[i].get();
    check(cudaSetDevice(lane.device));
    peerSamplingKernel<<<grid, kBestThreads, 0, lane.placement.stream>>>(group_.flags(rank), call);
    check(cudaGetLastError());
  }
}

}  // namespace nanoflow

#include "peer_barrier.cuh"
#include "peer_grid.h"
#include "rank_sum.cuh"
#include "row_gather.h"

namespace nanoflow {
namespace {

constexpr int kUnroll = 4;  // vectors a thread has in flight

struct RowGather {
  const __nv_bfloat16* slices[kMostRanks];
  const int* slots;
  __nv_bfloat16* whole;
  int rows, width;
};

/** Copies a row's slice of rank `from`, by all threads of the CTA. */
__device__ void copySlice(const RowGather& p, int ranks, int from, int row) {
  const int columns = p.width / 8;
  const __nv_bfloat16* slice = p.slices[from] + static_cast<size_t>(row) * p.width;
  __nv_bfloat16* to = p.whole + (static_cast<size_t>(row) * ranks + from) * p.width;
  for (int first = threadIdx.x; first < columns; first += kSumThreads * kUnroll) {
    Bf16x8 values[kUnroll];
#pragma unroll
    for (int u = 0; u < kUnroll; ++u) {
      if (first + u * kSumThreads < columns) values[u] = loadOnce(slice + (first + u * kSumThreads) * 8);
    }
#pragma unroll
    for (int u = 0; u < kUnroll; ++u) {
      if (first + u * kSumThreads < columns) store8(to + (first + u * kSumThreads) * 8, values[u]);
    }
  }
}

/** Each rank starts with the next one, so that no rank is asked by all at once. */
__global__ void __launch_bounds__(kSumThreads, kSumCtasPerSm)
    rowGatherKernel(__grid_constant__ const PeerFlags flags, __grid_constant__ const RowGather p) {
  PeerBarrier barrier(flags);
  barrier.meet();  // slices are complete
  for (int turn = 1; turn <= flags.ranks; ++turn) {
    const int from = (flags.rank + turn) % flags.ranks;
    for (int row = blockIdx.x; row < p.rows; row += gridDim.x) {
      if (p.slots == nullptr || p.slots[row] >= 0) copySlice(p, flags.ranks, from, row);
    }
  }
  barrier.meet();  // slices have been read
}

}  // namespace

PeerRowGather::PeerRowGather(const std::vector<int>& devices, int ctas) : group_(devices), ctas_(ctas) {
  group_.load(rowGatherKernel);
}

void PeerRowGather::run(const std::vector<RowGatherLane>& lanes, int rows, int width) {
  require(static_cast<int>(lanes.size()) == group_.ranks(), "a gather of rows needs one lane a device");
  require(rows > 0 && width > 0 && width % 8 == 0, "a gather of rows needs rows, and slices of a multiple of 8 columns");
  const int grid = peerGrid(ctas_, placesOf(lanes), kSumCtasPerSm);
  for (int rank = 0; rank < group_.ranks(); ++rank) {
    const RowGatherLane& lane = lanes[rank];
    RowGather call{{}, lane.slots, lane.whole, rows, width};
    for (int i = 0; i < group_.ranks(); ++i) call.slices[i] = lanes[i].slice;
    check(cudaSetDevice(lane.device));
    rowGatherKernel<<<grid, kSumThreads, 0, lane.placement.stream>>>(group_.flags(rank), call);
    check(cudaGetLastError());
  }
}

}  // namespace nanoflow

#include "all_reduce_norm.h"
#include "all_reduce_norm_shots.cuh"
#include "peer_grid.h"

namespace nanoflow {
namespace {

enum class Shots { one, two };

template <int Ranks, int Threads, Shots Algorithm>
__global__ void __launch_bounds__(kNormThreads<Ranks>, kNormCtasPerSm)
    normKernel(__grid_constant__ const PeerFlags flags, __grid_constant__ const RankNorm<Ranks> p) {
  extern __shared__ uint4 shared[];
  __shared__ float sums[2][kNormThreads<Ranks> / 32];
  PeerBarrier barrier(flags);
  RowGroup<Ranks, Threads> group(shared, sums, p.weight, p.hidden, p.epsilon);
  if constexpr (Algorithm == Shots::one) {
    normOneShot(barrier, p, group);
  } else {
    normTwoShot(barrier, p, group);
  }
}

template <int Ranks>
using NormKernel = void (*)(PeerFlags, RankNorm<Ranks>);

template <int Ranks>
NormKernel<Ranks> kernelFor(int hidden, Shots shots) {
  const auto pick = [&]<int Threads>(std::integral_constant<int, Threads>) -> NormKernel<Ranks> {
    return shots == Shots::one ? normKernel<Ranks, Threads, Shots::one> : normKernel<Ranks, Threads, Shots::two>;
  };
  switch (normThreads<Ranks>(hidden)) {
    case 128:
      return pick(std::integral_constant<int, 128>());
    case 256:
      return pick(std::integral_constant<int, 256>());
    default:
      return pick(std::integral_constant<int, 512>());
  }
}

template <int Ranks>
constexpr size_t kNormSharedBytes = RowGroup<Ranks, 128>::kSharedBytes;

/** CTAs of all these kernels that fit an SM of the current device, which takes their shared memory. */
template <int Ranks>
int prepare() {
  int fewest = kNormCtasPerSm;
  for (const int hidden : {2048, 4096, 8192}) {
    for (const Shots shots : {Shots::one, Shots::two}) {
      const auto kernel = reinterpret_cast<const void*>(kernelFor<Ranks>(hidden, shots));
      constexpr int kBytes = kNormSharedBytes<Ranks>;
      check(cudaFuncSetAttribute(kernel, cudaFuncAttributeMaxDynamicSharedMemorySize, kBytes));
      int fit = 0;
      check(cudaOccupancyMaxActiveBlocksPerMultiprocessor(&fit, kernel, kNormThreads<Ranks>, kBytes));
      fewest = std::min(fewest, fit);
    }
  }
  return fewest;
}

}  // namespace

PeerAllReduceNorm::PeerAllReduceNorm(const std::vector<int>& devices, int ctas)
    : group_(devices), ctas_(ctas), ctasPerSm_(kNormCtasPerSm) {
  for (const int device : devices) {
    check(cudaSetDevice(device));
    withRanks(group_.ranks(), [&](auto ranks) { ctasPerSm_ = std::min(ctasPerSm_, prepare<ranks>()); });
    void* memory = nullptr;
    check(cudaMalloc(&memory, kNormStagingElements * sizeof(__nv_bfloat16)));
    staging_.emplace_back(static_cast<__nv_bfloat16*>(memory));
  }
  if (ctasPerSm_ == 0) throw UnsupportedError("an SM has too little shared memory for all-reduce and norm in one");
}

void PeerAllReduceNorm::run(const std::vector<NormLane>& lanes, const NormShape& shape) {
  require(static_cast<int>(lanes.size()) == group_.ranks(), "a collective needs one lane a device");
  require(shape.tokens > 0 && shape.hidden > 0 && shape.firstToken >= 0, "a norm needs tokens and a hidden size");
  require(shape.hidden % 8 == 0 && shape.hidden <= 8192,
          "hidden must be a multiple of 8, at most 8192");
  const int grid = peerGrid(ctas_, placesOf(lanes), ctasPerSm_);
  withRanks(group_.ranks(), [&](auto ranks) {
    RankNorm<ranks> call{{}, {}, {}, {}, nullptr, shape.tokens, shape.hidden, shape.firstToken, shape.epsilon,
                         shape.wholeResidual};
    for (int rank = 0; rank < ranks; ++rank) {
      call.inputs[rank] = lanes[rank].input;
      call.outputs[rank] = lanes[rank].output;
      call.residuals[rank] = lanes[rank].residual;
      call.staging[rank] = staging_[rank].get();
    }
    const Shots shots = normInOneShot<ranks>(shape.tokens, shape.hidden, grid) ? Shots::one : Shots::two;
    const NormKernel<ranks> kernel = kernelFor<ranks>(shape.hidden, shots);
    for (int rank = 0; rank < ranks; ++rank) {
      const NormLane& lane = lanes[rank];
      call.weight = lane.weight;
      check(cudaSetDevice(lane.device));
      kernel<<<grid, kNormThreads<ranks>, kNormSharedBytes<ranks>, lane.placement.stream>>>(group_.flags(rank), call);
      check(cudaGetLastError());
    }
  });
}

}  // namespace nanoflow

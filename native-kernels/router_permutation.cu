#include "router_permutation.h"

#include <climits>

#include "cuda_check.h"

namespace nanoflow {
namespace {

constexpr int kScanThreads = 1024;
constexpr int kNoExpert = INT_MAX;
constexpr unsigned kAllLanes = 0xffffffffu;

/** Waits until the preceding kernel is complete and what it wrote can be read. */
__device__ inline void awaitPrecedingKernel() {
#if __CUDA_ARCH__ >= 900
  cudaGridDependencySynchronize();
#endif
}

/**
 * One CTA an expert reads all choices, a run of consecutive pairs a warp: those of lower experts give the expert's first
 * row, the rank among its own the row of each pair. No CTA depends on another; the order is that of the tokens.
 */
__global__ void __launch_bounds__(kScanThreads) permutationKernel(Router p) {
  constexpr int kScanWarps = kScanThreads / 32;
  __shared__ int lowerSums[kScanWarps], ownSums[kScanWarps];
  const int lane = threadIdx.x % 32, warp = threadIdx.x / 32;
  const int pairs = p.tokens * p.expertsPerToken;
  const int run = (pairs + kScanThreads - 1) / kScanThreads * 32;
  const int begin = min(warp * run, pairs), end = min(begin + run, pairs);
  awaitPrecedingKernel();
  for (int expert = blockIdx.x; expert < p.expertCount; expert += gridDim.x) {
    int lower = 0, own = 0;
#pragma unroll 4
    for (int base = begin; base < end; base += 32) {
      const int choice = base + lane < end ? p.experts[base + lane] : kNoExpert;
      lower += choice < expert;
      own += __popc(__ballot_sync(kAllLanes, choice == expert));
    }
    lower = __reduce_add_sync(kAllLanes, lower);
    __syncthreads();
    if (lane == 0) {
      lowerSums[warp] = lower;
      ownSums[warp] = own;
    }
    __syncthreads();
    const int first = __reduce_add_sync(kAllLanes, lowerSums[lane]);
    const int total = __reduce_add_sync(kAllLanes, ownSums[lane]);
    if (threadIdx.x == 0) {
      p.expertOffsets[expert] = first;
      if (expert == p.expertCount - 1) p.expertOffsets[p.expertCount] = first + total;
    }
    int row = first + __reduce_add_sync(kAllLanes, lane < warp ? ownSums[lane] : 0);
#pragma unroll 4
    for (int base = begin; base < end; base += 32) {
      const int pair = base + lane;
      const bool mine = pair < end && p.experts[pair] == expert;
      const unsigned matches = __ballot_sync(kAllLanes, mine);
      if (mine) {
        const int at = row + __popc(matches & ((1u << lane) - 1));
        p.expertRows[pair] = at;
        p.sourceRows[at] = pair / p.expertsPerToken;
      }
      row += __popc(matches);
    }
  }
}

}  // namespace

void permuteByExpert(const Router& p, const Placement& placement) {
  int device = 0, major = 0;
  check(cudaGetDevice(&device));
  check(cudaDeviceGetAttribute(&major, cudaDevAttrComputeCapabilityMajor, device));
  cudaLaunchAttribute early{};
  early.id = cudaLaunchAttributeProgrammaticStreamSerialization;
  early.val.programmaticStreamSerializationAllowed = 1;
  cudaLaunchConfig_t config{};
  config.gridDim = placement.ctas(p.expertCount, 2);
  config.blockDim = kScanThreads;
  config.stream = placement.stream;
  config.attrs = &early;
  config.numAttrs = major >= 9 ? 1 : 0;
  check(cudaLaunchKernelEx(&config, permutationKernel, p));
}

}  // namespace nanoflow

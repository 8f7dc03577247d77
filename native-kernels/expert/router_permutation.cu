#include "router_permutation.h"

#include "../device/cuda_check.h"
#include "../device/warp.cuh"

namespace nanoflow {
namespace {

constexpr int kThreads = 512;  // a pair each: 64 tokens, 8 experts
constexpr int kWarps = kThreads / 32;
constexpr int kExperts = routerCountPitch;
constexpr int kNoExpert = kExperts;

static_assert(kExperts == 4 * 32, "a lane has four experts");

__device__ inline void addCounts(int4& sum, uchar4 counts) {
  sum = {sum.x + counts.x, sum.y + counts.y, sum.z + counts.z, sum.w + counts.w};
}

__device__ inline void addCounts(int4& sum, int4 counts) {
  sum = {sum.x + counts.x, sum.y + counts.y, sum.z + counts.z, sum.w + counts.w};
}

struct Scratch {
  int4 totals[kWarps][32];          // choices of four experts a lane, of every 16th group
  int4 before[kWarps][32];          // of those before the CTA's first group
  int choices[kWarps][kExperts + 1];  // of each expert in a warp's pairs; the last entry is for no pair
  int nextRow[kExperts];              // of each expert
};

/**
 * Leaves in `nextRow` the first row of each expert for the CTA's first group: after all choices of lower experts and
 * those of earlier groups. The CTA of the first group also writes where each expert begins.
 */
__device__ void locateRows(const Router& p, int groups, int firstGroup, Scratch& shared) {
  const int lane = threadIdx.x % 32, warp = threadIdx.x / 32;
  int4 total{}, before{};
  if (lane * 4 < p.expertCount) {
#pragma unroll 4
    for (int group = warp; group < groups; group += kWarps) {
      const uchar4 counts = reinterpret_cast<const uchar4*>(p.groupCounts + static_cast<size_t>(group) * kExperts)[lane];
      addCounts(total, counts);
      if (group < firstGroup) addCounts(before, counts);
    }
  }
  shared.totals[warp][lane] = total;
  shared.before[warp][lane] = before;
  __syncthreads();
  if (warp > 0) return;
  for (int w = 1; w < kWarps; ++w) {
    addCounts(total, shared.totals[w][lane]);
    addCounts(before, shared.before[w][lane]);
  }
  const int mine = total.x + total.y + total.z + total.w;
  int inclusive = mine;
  for (int offset = 1; offset < 32; offset *= 2) {
    const int other = __shfl_up_sync(kAllLanes, inclusive, offset);
    if (lane >= offset) inclusive += other;
  }
  const int counts[4] = {total.x, total.y, total.z, total.w}, earlier[4] = {before.x, before.y, before.z, before.w};
  int first = inclusive - mine;
#pragma unroll
  for (int i = 0; i < 4; ++i) {
    const int expert = lane * 4 + i;
    shared.nextRow[expert] = first + earlier[i];
    if (firstGroup == 0 && expert <= p.expertCount) p.expertOffsets[expert] = first;
    first += counts[i];
  }
  if (firstGroup == 0 && lane == 31 && p.expertCount == kExperts) p.expertOffsets[kExperts] = first;
}

/** Each CTA takes successive groups of tokens, a thread a pair of them. Tokens keep their order within an expert. */
__global__ void __launch_bounds__(kThreads) permutationKernel(Router p, int groupTokens) {
  __shared__ Scratch shared;
  const int lane = threadIdx.x % 32, warp = threadIdx.x / 32;
  const int groups = (p.tokens + groupTokens - 1) / groupTokens, ctas = gridDim.x, cta = blockIdx.x;
  const int firstGroup = static_cast<int>(static_cast<long>(groups) * cta / ctas);
  const int endGroup = static_cast<int>(static_cast<long>(groups) * (cta + 1) / ctas);
  for (int i = threadIdx.x; i < kWarps * (kExperts + 1); i += kThreads) shared.choices[0][i] = 0;
  awaitPrecedingKernel();
  locateRows(p, groups, firstGroup, shared);
  __syncthreads();
  for (int group = firstGroup; group < endGroup; ++group) {
    const int first = group * groupTokens;
    const int pairs = min(groupTokens, p.tokens - first) * p.expertsPerToken;
    const size_t pair = static_cast<size_t>(first) * p.expertsPerToken + threadIdx.x;
    const int expert = threadIdx.x < pairs ? p.experts[pair] : kNoExpert;
    const unsigned same = __match_any_sync(kAllLanes, expert);
    const int rank = __popc(same & ((1u << lane) - 1));
    if (rank == 0) shared.choices[warp][expert] = __popc(same);
    __syncthreads();
    if (threadIdx.x < pairs) {
      int row = shared.nextRow[expert] + rank;
      for (int w = 0; w < warp; ++w) row += shared.choices[w][expert];
      p.expertRows[pair] = row;
      p.sourceRows[row] = first + threadIdx.x / p.expertsPerToken;
    }
    if (group + 1 == endGroup) break;
    __syncthreads();
    if (threadIdx.x < kExperts) {
      int taken = 0;
      for (int w = 0; w < kWarps; ++w) {
        taken += shared.choices[w][threadIdx.x];
        shared.choices[w][threadIdx.x] = 0;
      }
      shared.nextRow[threadIdx.x] += taken;
    }
    __syncthreads();
  }
}

}  // namespace

void permuteByExpert(const Router& p, int groupTokens, const Placement& placement) {
  require(groupTokens * p.expertsPerToken <= kThreads, "a group has too many choices");
  int device = 0, major = 0;
  check(cudaGetDevice(&device));
  check(cudaDeviceGetAttribute(&major, cudaDevAttrComputeCapabilityMajor, device));
  cudaLaunchAttribute early{};
  early.id = cudaLaunchAttributeProgrammaticStreamSerialization;
  early.val.programmaticStreamSerializationAllowed = 1;
  cudaLaunchConfig_t config{};
  config.gridDim = placement.ctas((p.tokens + groupTokens - 1) / groupTokens, 2);
  config.blockDim = kThreads;
  config.stream = placement.stream;
  config.attrs = &early;
  config.numAttrs = major >= 9 ? 1 : 0;
  check(cudaLaunchKernelEx(&config, permutationKernel, p, groupTokens));
}

}  // namespace nanoflow

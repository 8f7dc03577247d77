#include <algorithm>

#include "../device/async_copy.cuh"
#include "../device/cluster.cuh"
#include "../device/cuda_check.h"
#include "router_choice.cuh"
#include "router_choice.h"
#include "../device/tensor_copy.cuh"
#include "../device/warpgroup.cuh"

/*
 * Choices by warpgroup instructions. The CTAs of a cluster share a group of 64 tokens: each takes a part of the hidden
 * dimensions, so that tokens and weights are read once a group and few groups still occupy many SMs; then each adds up
 * what all have for its part of the tokens.
 */
namespace nanoflow {
namespace {

constexpr int kTokens = 64;
constexpr int kMostClusterSize = 8;

template <int Outputs>
struct Layout {
  static constexpr int outputs = Outputs;
  static constexpr int threads = Outputs <= 64 ? 512 : 256;  ///< registers allow no more of 128 outputs
  static constexpr int tokenBytes = kTokens * boxColumns * 2;
  static constexpr int stageBytes = tokenBytes + Outputs * boxColumns * 2;  ///< 64 dimensions: of tokens, of weights
  static constexpr int stages = std::min(8, 100 * 1024 / stageBytes);       ///< an SM has room for two CTAs
  static constexpr int sumPitch = Outputs + 8;  ///< floats from a token's sums to the next's, in other banks
  static constexpr int sharedBytes =
      std::max(stages * stageBytes, kTokens * sumPitch * static_cast<int>(sizeof(float)));
};

struct Maps {
  CUtensorMap tokens;
  CUtensorMap weights;
};

#if defined(__CUDA_ARCH_FEAT_SM90_ALL)

constexpr int kWarpgroupThreads = 128;

/** Waits for the threads of the warpgroup that multiplies. */
__device__ inline void syncWarpgroup() { asm volatile("bar.sync 1, %0;" ::"n"(kWarpgroupThreads) : "memory"); }

/** Orders what this thread did with the cluster's shared memory before bulk copies into it. */
__device__ inline void releaseToCopies() { asm volatile("fence.proxy.async;" ::: "memory"); }

/** What one thread fetches and a warpgroup multiplies, one stage after the other, group after group of tokens. */
template <typename Shape>
struct Channels {
  uint64_t full[Shape::stages], empty[Shape::stages];

  __device__ void init() {
    for (int i = 0; i < Shape::stages; ++i) {
      initTileBarrier(full + i);
      initBarrier(empty + i, kWarpgroupThreads / 32);
    }
  }
};

/** This CTA's part of the products. */
template <typename Shape>
struct PartialLogits {
  const Maps& maps;
  unsigned char* ring;
  Channels<Shape>& channels;
  int firstSlice, slices;
  int used = 0;  // slices of earlier groups

  __device__ PartialLogits(const Router& p, const Maps& maps, unsigned char* ring, Channels<Shape>& channels)
      : maps(maps), ring(ring), channels(channels) {
    const int all = (p.hidden + boxColumns - 1) / boxColumns, rank = clusterRank(), ctas = clusterSize();
    firstSlice = all * rank / ctas;
    slices = all * (rank + 1) / ctas - firstSlice;
  }

  /** Copies the group's tokens and the weights, 64 dimensions at a time, as stages become free; by one thread. */
  __device__ void fetch(int firstToken) {
    for (int slice = 0; slice < slices; ++slice) {
      const int use = used + slice, stage = use % Shape::stages, round = use / Shape::stages;
      const int dimension = (firstSlice + slice) * boxColumns;
      unsigned char* to = ring + stage * Shape::stageBytes;
      uint64_t* full = channels.full + stage;
      if (round > 0) waitTile<0>(channels.empty + stage, (round - 1) & 1);
      expectTile(full, Shape::stageBytes, 0);
      copyBox(to, maps.tokens, dimension, firstToken, full);
      copyBox(to + Shape::tokenBytes, maps.weights, dimension, 0, full);
    }
    used += slices;
  }

  /** Leaves the sums over this CTA's dimensions, [tokens][sumPitch], where the stages were; by a warpgroup. */
  __device__ void compute() {
    const int lane = threadIdx.x % 32;
    const auto release = [&](int use) {
      if (lane == 0) arrive(channels.empty + use % Shape::stages);
    };
    float sums[Shape::outputs / 2] = {};
    pinRegisters(sums);
    for (int slice = 0; slice < slices; ++slice) {
      const int use = used + slice, stage = use % Shape::stages;
      const uint32_t tokens = sharedAddress(ring + stage * Shape::stageBytes), weights = tokens + Shape::tokenBytes;
      waitTile<0>(channels.full + stage, use / Shape::stages & 1);
      beginWarpgroupProducts();
#pragma unroll
      for (int i = 0; i < boxColumns / 16; ++i)
        multiplyWarpgroup(sums, operandDescriptor(tokens + i * 32), operandDescriptor(weights + i * 32), 1);
      commitWarpgroupProducts();
      if (slice == 0) continue;
      waitWarpgroupProducts<1>();
      release(use - 1);
    }
    waitWarpgroupProducts<0>();
    pinRegisters(sums);
    used += slices;
    if (slices > 0) release(used - 1);
    syncWarpgroup();
    float* at = reinterpret_cast<float*>(ring) + (threadIdx.x / 32 * 16 + lane / 4) * Shape::sumPitch + lane % 4 * 2;
#pragma unroll
    for (int n = 0; n < Shape::outputs / 8; ++n) {
      *reinterpret_cast<float2*>(at + n * 8) = {sums[4 * n], sums[4 * n + 1]};
      *reinterpret_cast<float2*>(at + n * 8 + 8 * Shape::sumPitch) = {sums[4 * n + 2], sums[4 * n + 3]};
    }
  }
};

/** A lane's logits of one token: the sums of all CTAs of the cluster. */
template <typename Shape>
__device__ auto gatherLogits(float* sums, int row) {
  using Logits = LogitsOf<Shape::outputs>;
  constexpr int kPerLane = sizeof(Logits) / sizeof(float);
  const int first = threadIdx.x % 32 * kPerLane, ctas = clusterSize();
  Logits logits{};
  if (first >= Shape::outputs) return logits;
  Logits parts[kMostClusterSize];
#pragma unroll
  for (int cta = 0; cta < kMostClusterSize; ++cta) {
    if (cta < ctas) parts[cta] = *reinterpret_cast<const Logits*>(inCta(sums, cta) + row * Shape::sumPitch + first);
  }
#pragma unroll
  for (int cta = 0; cta < kMostClusterSize; ++cta) {
#pragma unroll
    for (int i = 0; i < kPerLane; ++i) logits.at[i] += cta < ctas ? parts[cta].at[i] : 0.f;
  }
  return logits;
}

#endif

/** Each cluster takes a group of tokens, or one after the other; each of its CTAs chooses for an equal part of them. */
template <typename Shape>
__global__ void __launch_bounds__(Shape::threads, 2) routeKernel(Router p, const __grid_constant__ Maps maps) {
#if defined(__CUDA_ARCH_FEAT_SM90_ALL)
  extern __shared__ __align__(1024) unsigned char shared[];
  __shared__ Channels<Shape> channels;
  __shared__ int counts[mostRouterOutputs];  // of the group's choices by expert; those of the first CTA count
  releaseDependents();
  const int rank = clusterRank(), ctas = clusterSize(), rows = kTokens / ctas;
  const int groups = (p.tokens + kTokens - 1) / kTokens;
  float* sums = reinterpret_cast<float*>(shared);
  PartialLogits<Shape> partialLogits(p, maps, shared, channels);
  if (threadIdx.x == kWarpgroupThreads) channels.init();
  if (threadIdx.x < mostRouterOutputs) counts[threadIdx.x] = 0;
  __syncthreads();
  for (int group = blockIdx.x / ctas; group < groups; group += gridDim.x / ctas) {
    const int firstToken = group * kTokens, end = min((rank + 1) * rows, p.tokens - firstToken);
    if (threadIdx.x < kWarpgroupThreads) partialLogits.compute();
    if (threadIdx.x == kWarpgroupThreads) partialLogits.fetch(firstToken);
    synchroniseCluster();
    for (int row = rank * rows + threadIdx.x / 32; row < end; row += Shape::threads / 32)
      chooseExperts(p, gatherLogits<Shape>(sums, row), firstToken + row, inCta(counts, 0));
    releaseToCopies();
    synchroniseCluster();
    if (rank == 0) storeCounts(p, group, counts);
  }
#else
  __trap();
#endif
}

/**
 * CTAs of a cluster: as many as leave all groups of tokens running at once, else one, which takes group after group.
 * SMs have room for two CTAs, but clusters do not fill every GPC. No clusters where others hold SMs, which may leave
 * too few side by side; and of few SMs only the two of a TPC surely lie so.
 */
int clusterSizeFor(int groups, const Placement& placement) {
  if (placement.scattered || placement.ctaLimit > 0) return 1;
  int size = placement.fewSms() ? 4 : kMostClusterSize;
  while (size > 1 && groups * size > placement.smCount * 3 / 2) size /= 2;
  return size;
}

template <typename Shape>
void launchRoute(const Router& p, const Placement& placement) {
  const int groups = (p.tokens + kTokens - 1) / kTokens, clusterSize = clusterSizeFor(groups, placement);
  const auto kernel = routeKernel<Shape>;
  check(cudaFuncSetAttribute(kernel, cudaFuncAttributeMaxDynamicSharedMemorySize, Shape::sharedBytes));
  const Maps maps{tensorMap(p.input, p.tokens, p.hidden, kTokens),
                  tensorMap(p.weight, outputsOf(p), p.hidden, Shape::outputs)};
  // Also where a cluster is one CTA: it would be one anyway, but racecheck knows its barrier only in launched clusters.
  cudaLaunchAttribute cluster{};
  cluster.id = cudaLaunchAttributeClusterDimension;
  cluster.val.clusterDim = {static_cast<unsigned>(clusterSize), 1, 1};
  cudaLaunchConfig_t config{};
  config.gridDim = clusterSize > 1 ? groups * clusterSize : placement.ctas(groups, 2);
  config.blockDim = Shape::threads;
  config.dynamicSmemBytes = Shape::sharedBytes;
  config.stream = placement.stream;
  config.attrs = &cluster;
  config.numAttrs = 1;
  check(cudaLaunchKernelEx(&config, kernel, p, maps));
}

}  // namespace

bool hasRouteWgmma() {
  cudaFuncAttributes built{};
  check(cudaFuncGetAttributes(&built, routeKernel<Layout<128>>));
  // Without warpgroup instructions the kernel is empty and uses no shared memory.
  return built.sharedSizeBytes > 0;
}

int routeWgmma(const Router& p, const Placement& placement) {
  const int outputs = outputsOf(p);
  if (outputs <= 16) {
    launchRoute<Layout<16>>(p, placement);
  } else if (outputs <= 64) {
    launchRoute<Layout<64>>(p, placement);
  } else {
    launchRoute<Layout<128>>(p, placement);
  }
  return kTokens;
}

}  // namespace nanoflow

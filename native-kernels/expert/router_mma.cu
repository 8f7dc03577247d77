#include "../device/cuda_check.h"
#include "router_choice.cuh"
#include "router_choice.h"
#include "../device/tensor_core.cuh"

namespace nanoflow {
namespace {

constexpr int kTokens = routerGroupTokens;  // tokens a CTA
constexpr int kWarps = 16;                  // each takes every 16th run of 32 hidden dimensions, then one token
constexpr int kThreads = kWarps * 32;
constexpr int kParts = kWarps / 2;

static_assert(kTokens == kWarps && kTokens == 16, "a warp chooses for one token, an instruction multiplies 16");

/** Floats from one token's logits to the next. */
template <int Tiles>
constexpr int pitch = Tiles * 8;

/**
 * Partial logits of 16 tokens over this warp's dimensions: every 16th run of 32. The order of k inside mma is free, as
 * long as both operands agree: lane (g, t) loads dimensions 8t .. 8t+7 in one access and feeds them to two
 * instructions.
 */
template <int Tiles>
__device__ void partialLogits(const Router& p, int firstToken, float (&logits)[Tiles][4]) {
  const int lane = threadIdx.x % 32;
  const int low = min(firstToken + lane / 4, p.tokens - 1);
  const int high = min(firstToken + lane / 4 + 8, p.tokens - 1);
#pragma unroll(Tiles <= 2 ? 4 : 1)
  for (int k = threadIdx.x / 32 * 32 + lane % 4 * 8; k < p.hidden; k += kThreads) {
    const uint4 a = *reinterpret_cast<const uint4*>(p.input + static_cast<size_t>(low) * p.hidden + k);
    const uint4 b = *reinterpret_cast<const uint4*>(p.input + static_cast<size_t>(high) * p.hidden + k);
    const uint32_t first[4] = {a.x, b.x, a.y, b.y};
    const uint32_t second[4] = {a.z, b.z, a.w, b.w};
    constexpr int kBatch = Tiles < 8 ? Tiles : 8;  // weights loaded before the first is used
#pragma unroll
    for (int base = 0; base < Tiles; base += kBatch) {
      uint4 weights[kBatch];
#pragma unroll
      for (int n = 0; n < kBatch; ++n) {
        const int output = min((base + n) * 8 + lane / 4, outputsOf(p) - 1);
        weights[n] = *reinterpret_cast<const uint4*>(p.weight + static_cast<size_t>(output) * p.hidden + k);
      }
#pragma unroll
      for (int n = 0; n < kBatch; ++n) {
        multiplyAccumulate(logits[base + n], first, weights[n].x, weights[n].y);
        multiplyAccumulate(logits[base + n], second, weights[n].z, weights[n].w);
      }
    }
  }
}

/** Adds up the warps' partial logits in `parts`, [kParts][kTokens][pitch]; the first part becomes the sum. */
template <int Tiles>
__device__ void addParts(float* parts, const float (&logits)[Tiles][4]) {
  const int lane = threadIdx.x % 32, warp = threadIdx.x / 32;
  float* part = parts + warp % kParts * kTokens * pitch<Tiles>;
  // The upper half of the warps stores, the lower half adds its own.
  for (int half = 1; half >= 0; --half) {
    if (warp / kParts == half) {
#pragma unroll
      for (int n = 0; n < Tiles; ++n) {
#pragma unroll
        for (int j = 0; j < 4; ++j) {
          float& at = part[(lane / 4 + (j / 2) * 8) * pitch<Tiles> + n * 8 + 2 * (lane % 4) + j % 2];
          at = half == 1 ? logits[n][j] : at + logits[n][j];
        }
      }
    }
    __syncthreads();
  }
  for (int i = threadIdx.x; i < kTokens * pitch<Tiles>; i += kThreads) {
    float sum = 0.f;
    for (int w = 0; w < kParts; ++w) sum += parts[w * kTokens * pitch<Tiles> + i];
    parts[i] = sum;
  }
  __syncthreads();
}

template <int Tiles>
__global__ void __launch_bounds__(kThreads) routeKernel(Router p) {
  using Logits = LogitsOf<Tiles * 8>;
  constexpr int kPerLane = sizeof(Logits) / sizeof(float);
  extern __shared__ __align__(16) float parts[];
  __shared__ int counts[mostRouterOutputs];
  releaseDependents();
  const int warp = threadIdx.x / 32, first = threadIdx.x % 32 * kPerLane;
  if (threadIdx.x < mostRouterOutputs) counts[threadIdx.x] = 0;
  const int groups = (p.tokens + kTokens - 1) / kTokens;
  for (int group = blockIdx.x; group < groups; group += gridDim.x) {
    float partial[Tiles][4] = {};
    partialLogits(p, group * kTokens, partial);
    addParts(parts, partial);
    const int token = group * kTokens + warp;
    if (token < p.tokens) {
      Logits logits{};
      if (first < pitch<Tiles>) logits = *reinterpret_cast<const Logits*>(parts + warp * pitch<Tiles> + first);
      chooseExperts(p, logits, token, counts);
    }
    __syncthreads();
    storeCounts(p, group, counts);
  }
}

template <int Tiles>
void launchRoute(const Router& p, const Placement& placement) {
  constexpr int kBytes = kParts * kTokens * pitch<Tiles> * static_cast<int>(sizeof(float));
  const auto kernel = routeKernel<Tiles>;
  check(cudaFuncSetAttribute(kernel, cudaFuncAttributeMaxDynamicSharedMemorySize, kBytes));
  kernel<<<placement.ctas((p.tokens + kTokens - 1) / kTokens, 1), kThreads, kBytes, placement.stream>>>(p);
  check(cudaGetLastError());
}

}  // namespace

int routeMma(const Router& p, const Placement& placement) {
  const int outputs = outputsOf(p);
  if (outputs <= 16) {
    launchRoute<2>(p, placement);
  } else if (outputs <= 64) {
    launchRoute<8>(p, placement);
  } else {
    launchRoute<16>(p, placement);
  }
  return kTokens;
}

}  // namespace nanoflow

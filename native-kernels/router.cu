#include "router.h"

#include <cmath>

#include "cuda_check.h"
#include "router_permutation.h"
#include "tensor_core.cuh"

namespace nanoflow {
namespace {

constexpr int kTokens = 16;  // tokens a CTA
constexpr int kWarps = 16;   // each takes every 16th run of 32 hidden dimensions
constexpr int kThreads = kWarps * 32;
constexpr int kMaxExperts = 128;
constexpr unsigned kAllLanes = 0xffffffffu;

/** Lets the next kernel of the stream start as soon as all CTAs of this one run (compute capability 9.0 on). */
__device__ inline void releaseDependents() {
#if __CUDA_ARCH__ >= 900
  cudaTriggerProgrammaticLaunchCompletion();
#endif
}

/**
 * Partial logits of 16 tokens over this warp's dimensions: every 16th run of 32. The order of k inside mma is free, as
 * long as both operands agree: lane (g, t) loads dimensions 8t .. 8t+7 in one access and feeds them to two instructions.
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
        const int expert = min((base + n) * 8 + lane / 4, p.expertCount - 1);
        weights[n] = *reinterpret_cast<const uint4*>(p.weight + static_cast<size_t>(expert) * p.hidden + k);
      }
#pragma unroll
      for (int n = 0; n < kBatch; ++n) {
        multiplyAccumulate(logits[base + n], first, weights[n].x, weights[n].y);
        multiplyAccumulate(logits[base + n], second, weights[n].z, weights[n].w);
      }
    }
  }
}

/** A warp picks the best experts of one token from its logits and writes their renormalised weights. */
__device__ void chooseExperts(const Router& p, const float* logits, int token) {
  const int lane = threadIdx.x % 32;
  float mine[kMaxExperts / 32];
#pragma unroll
  for (int i = 0; i < kMaxExperts / 32; ++i)
    mine[i] = i * 32 + lane < p.expertCount ? logits[i * 32 + lane] : -INFINITY;
  float peak = 0.f, sum = 0.f, chosen = 0.f;
  for (int j = 0; j < p.expertsPerToken; ++j) {
    float best = -INFINITY;
    int index = kMaxExperts;
#pragma unroll
    for (int i = 0; i < kMaxExperts / 32; ++i) {
      if (mine[i] > best) {
        best = mine[i];
        index = i * 32 + lane;
      }
    }
    for (int offset = 16; offset > 0; offset /= 2) {
      const float otherBest = __shfl_xor_sync(kAllLanes, best, offset);
      const int otherIndex = __shfl_xor_sync(kAllLanes, index, offset);
      if (otherBest > best || (otherBest == best && otherIndex < index)) {
        best = otherBest;
        index = otherIndex;
      }
    }
    if (j == 0) peak = best;
    const float weight = __expf(best - peak);
    sum += weight;
    if (lane == j) {
      chosen = weight;
      p.experts[static_cast<size_t>(token) * p.expertsPerToken + j] = index;
    }
#pragma unroll
    for (int i = 0; i < kMaxExperts / 32; ++i) {
      if (index == i * 32 + lane) mine[i] = -INFINITY;
    }
  }
  if (lane < p.expertsPerToken) p.expertWeights[static_cast<size_t>(token) * p.expertsPerToken + lane] = chosen / sum;
}

template <int Tiles>
__global__ void __launch_bounds__(kThreads) routeKernel(Router p) {
  constexpr int kParts = kWarps / 2;
  extern __shared__ float parts[];  // [kParts][kTokens][experts]; the first part becomes the sum
  releaseDependents();
  const int lane = threadIdx.x % 32, warp = threadIdx.x / 32;
  const int experts = p.expertCount;
  for (int firstToken = blockIdx.x * kTokens; firstToken < p.tokens; firstToken += gridDim.x * kTokens) {
    float logits[Tiles][4] = {};
    partialLogits<Tiles>(p, firstToken, logits);
    float* part = parts + warp % kParts * kTokens * experts;
    // The upper half of the warps stores, the lower half adds its own.
    for (int half = 1; half >= 0; --half) {
      if (warp / kParts == half) {
#pragma unroll
        for (int n = 0; n < Tiles; ++n) {
          if (n * 8 >= experts) break;
#pragma unroll
          for (int j = 0; j < 4; ++j) {
            float& at = part[(lane / 4 + (j / 2) * 8) * experts + n * 8 + 2 * (lane % 4) + j % 2];
            at = half == 1 ? logits[n][j] : at + logits[n][j];
          }
        }
      }
      __syncthreads();
    }
    for (int i = threadIdx.x; i < kTokens * experts; i += kThreads) {
      float sum = 0.f;
      for (int w = 0; w < kParts; ++w) sum += parts[w * kTokens * experts + i];
      parts[i] = sum;
    }
    __syncthreads();
    for (int row = warp; row < kTokens; row += kWarps) {
      if (firstToken + row < p.tokens) chooseExperts(p, parts + row * experts, firstToken + row);
    }
    __syncthreads();
  }
}

template <int Tiles>
void launchRoute(const Router& p, const Placement& placement) {
  const int bytes = kWarps / 2 * kTokens * p.expertCount * static_cast<int>(sizeof(float));
  const int ctas = placement.ctas((p.tokens + kTokens - 1) / kTokens, 1);
  check(cudaFuncSetAttribute(routeKernel<Tiles>, cudaFuncAttributeMaxDynamicSharedMemorySize, bytes));
  routeKernel<Tiles><<<ctas, kThreads, bytes, placement.stream>>>(p);
  check(cudaGetLastError());
}

}  // namespace

void router(const Router& p, const Placement& placement) {
  require(p.tokens > 0 && p.hidden > 0, "router needs tokens and a hidden size");
  require(p.hidden % 32 == 0, "hidden must be a multiple of 32");
  require(p.expertCount % 8 == 0 && p.expertCount <= kMaxExperts, "expert count must be a multiple of 8, at most 128");
  require(p.expertsPerToken > 0 && p.expertsPerToken <= 8 && p.expertsPerToken <= p.expertCount,
          "1 to 8 experts per token");
  if (p.expertCount <= 16) {
    launchRoute<2>(p, placement);
  } else if (p.expertCount <= 64) {
    launchRoute<8>(p, placement);
  } else {
    launchRoute<16>(p, placement);
  }
  permuteByExpert(p, placement);
}

}  // namespace nanoflow

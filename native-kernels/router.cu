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
constexpr int kMaxOutputs = 128;  // experts, and the gate of a shared one
constexpr int kLogitsPerLane = kMaxOutputs / 32;
constexpr unsigned kAllLanes = 0xffffffffu;

/*
 * `Plain` stands for no shared expert, renormalised weights and experts in whole tiles. A kernel for that alone takes a
 * tenth less time with 8 experts (H200); with 64 it overlapped fewer of its loads and took longer, so there is none.
 */

/** Products with a token: one an expert, and the shared expert's gate. */
template <bool Plain>
__host__ __device__ inline int outputsOf(const Router& p) {
  return Plain || p.sharedGate == nullptr ? p.expertCount : p.expertCount + 1;
}

/** Floats from one token's logits to the next: whole tiles. */
template <bool Plain>
__host__ __device__ inline int pitchOf(const Router& p) {
  return Plain ? p.expertCount : (outputsOf<Plain>(p) + 7) / 8 * 8;
}

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
template <int Tiles, bool Plain>
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
        const int output = min((base + n) * 8 + lane / 4, outputsOf<Plain>(p) - 1);
        weights[n] = *reinterpret_cast<const uint4*>(p.weight + static_cast<size_t>(output) * p.hidden + k);
      }
#pragma unroll
      for (int n = 0; n < kBatch; ++n) {
        if (base + n >= Tiles) break;
        multiplyAccumulate(logits[base + n], first, weights[n].x, weights[n].y);
        multiplyAccumulate(logits[base + n], second, weights[n].z, weights[n].w);
      }
    }
  }
}

/** Sum of exp(logit - peak) over all logits of a warp's token. */
__device__ float exponentialSum(const float (&mine)[kLogitsPerLane], float peak) {
  float sum = 0.f;
#pragma unroll
  for (int i = 0; i < kLogitsPerLane; ++i) sum += __expf(mine[i] - peak);
  for (int offset = 16; offset > 0; offset /= 2) sum += __shfl_xor_sync(kAllLanes, sum, offset);
  return sum;
}

/** A warp picks the best experts of one token from its logits and writes their weights, and the shared expert's gate. */
template <bool Plain>
__device__ void chooseExperts(const Router& p, const float* logits, int token) {
  const int lane = threadIdx.x % 32;
  if constexpr (!Plain) {
    if (p.sharedGate != nullptr && lane == 0) p.sharedGate[token] = 1.f / (1.f + __expf(-logits[p.expertCount]));
  }
  const bool renormalize = Plain || p.renormalize;
  float mine[kLogitsPerLane];
#pragma unroll
  for (int i = 0; i < kLogitsPerLane; ++i)
    mine[i] = i * 32 + lane < p.expertCount ? logits[i * 32 + lane] : -INFINITY;
  float peak = 0.f, sum = 0.f, chosen = 0.f;
  for (int j = 0; j < p.expertsPerToken; ++j) {
    float best = -INFINITY;
    int index = kMaxOutputs;
#pragma unroll
    for (int i = 0; i < kLogitsPerLane; ++i) {
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
    if (j == 0) {
      peak = best;
      if (!renormalize) sum = exponentialSum(mine, peak);
    }
    const float weight = __expf(best - peak);
    if (renormalize) sum += weight;
    if (lane == j) {
      chosen = weight;
      p.experts[static_cast<size_t>(token) * p.expertsPerToken + j] = index;
    }
#pragma unroll
    for (int i = 0; i < kLogitsPerLane; ++i) {
      if (index == i * 32 + lane) mine[i] = -INFINITY;
    }
  }
  if (lane < p.expertsPerToken) p.expertWeights[static_cast<size_t>(token) * p.expertsPerToken + lane] = chosen / sum;
}

template <int Tiles, bool Plain>
__global__ void __launch_bounds__(kThreads) routeKernel(Router p) {
  constexpr int kParts = kWarps / 2;
  extern __shared__ float parts[];  // [kParts][kTokens][pitch]; the first part becomes the sum
  releaseDependents();
  const int lane = threadIdx.x % 32, warp = threadIdx.x / 32;
  const int pitch = pitchOf<Plain>(p);
  for (int firstToken = blockIdx.x * kTokens; firstToken < p.tokens; firstToken += gridDim.x * kTokens) {
    float logits[Tiles][4] = {};
    partialLogits<Tiles, Plain>(p, firstToken, logits);
    float* part = parts + warp % kParts * kTokens * pitch;
    // The upper half of the warps stores, the lower half adds its own.
    for (int half = 1; half >= 0; --half) {
      if (warp / kParts == half) {
#pragma unroll
        for (int n = 0; n < Tiles; ++n) {
          if (n * 8 >= pitch) break;
#pragma unroll
          for (int j = 0; j < 4; ++j) {
            float& at = part[(lane / 4 + (j / 2) * 8) * pitch + n * 8 + 2 * (lane % 4) + j % 2];
            at = half == 1 ? logits[n][j] : at + logits[n][j];
          }
        }
      }
      __syncthreads();
    }
    for (int i = threadIdx.x; i < kTokens * pitch; i += kThreads) {
      float sum = 0.f;
      for (int w = 0; w < kParts; ++w) sum += parts[w * kTokens * pitch + i];
      parts[i] = sum;
    }
    __syncthreads();
    for (int row = warp; row < kTokens; row += kWarps) {
      if (firstToken + row < p.tokens) chooseExperts<Plain>(p, parts + row * pitch, firstToken + row);
    }
    __syncthreads();
  }
}

template <int Tiles, bool Plain>
void launchRoute(const Router& p, const Placement& placement) {
  const int bytes = kWarps / 2 * kTokens * pitchOf<Plain>(p) * static_cast<int>(sizeof(float));
  const int ctas = placement.ctas((p.tokens + kTokens - 1) / kTokens, 1);
  const auto kernel = routeKernel<Tiles, Plain>;
  check(cudaFuncSetAttribute(kernel, cudaFuncAttributeMaxDynamicSharedMemorySize, bytes));
  kernel<<<ctas, kThreads, bytes, placement.stream>>>(p);
  check(cudaGetLastError());
}

void launchBySize(const Router& p, const Placement& placement) {
  const bool isPlain = p.sharedGate == nullptr && p.renormalize && p.expertCount % 8 == 0;
  const int outputs = outputsOf<false>(p);
  if (outputs <= 16) return isPlain ? launchRoute<2, true>(p, placement) : launchRoute<2, false>(p, placement);
  if (outputs <= 64) return launchRoute<8, false>(p, placement);
  if (outputs <= 72) return launchRoute<9, false>(p, placement);  // 64 experts and a gate
  return isPlain ? launchRoute<16, true>(p, placement) : launchRoute<16, false>(p, placement);
}

}  // namespace

void router(const Router& p, const Placement& placement) {
  require(p.tokens > 0 && p.hidden > 0, "router needs tokens and a hidden size");
  require(p.hidden % 32 == 0, "hidden must be a multiple of 32");
  require(outputsOf<false>(p) <= kMaxOutputs, "at most 128 experts, the gate of a shared one included");
  require(p.expertsPerToken > 0 && p.expertsPerToken <= 8 && p.expertsPerToken <= p.expertCount,
          "1 to 8 experts per token");
  launchBySize(p, placement);
  permuteByExpert(p, placement);
}

}  // namespace nanoflow

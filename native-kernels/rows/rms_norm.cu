#include "rms_norm.h"

#include "../device/cuda_check.h"
#include "../device/fp8.cuh"
#include "../device/vector_types.cuh"
#include "../device/warp.cuh"

namespace nanoflow {
namespace {

__device__ inline Float8 product(const Float8& a, const Float8& b) {
  Float8 result;
#pragma unroll
  for (int i = 0; i < 8; ++i) result.values[i] = a.values[i] * b.values[i];
  return result;
}

/**
 * One CTA a row, `Vectors` 16-byte vectors a thread, kept in registers between the sum and the scaling. The weights, too,
 * are loaded before the sum, else every row waits for them once more. The largest weighted value is found along with the
 * sum, since the norm scales all of them alike: so FP8 needs no barrier of its own.
 */
template <int Threads, int Vectors, int CtasPerSm, bool Quantises, bool Adds>
__global__ void __launch_bounds__(Threads, CtasPerSm) rmsNormKernel(RmsNorm p) {
  __shared__ float warpSums[2][Threads / 32], warpMosts[2][Quantises ? Threads / 32 : 1];
  const int columns = p.hidden / 8;
  int turn = 0;
  for (int token = blockIdx.x; token < p.tokens; token += gridDim.x, turn ^= 1) {
    const size_t row = static_cast<size_t>(token) * columns;
    Bf16x8 inputs[Adds ? Vectors : 1], values[Vectors], weights[Vectors];
#pragma unroll
    for (int v = 0; v < Vectors; ++v) {
      const int column = threadIdx.x + v * Threads;
      if (column >= columns) continue;
      if constexpr (Adds) inputs[v] = load8Once(p.input + (row + column) * 8);
      values[v] = load8Once(p.residual + (row + column) * 8);
    }
#pragma unroll
    for (int v = 0; v < Vectors; ++v) {
      const int column = threadIdx.x + v * Threads;
      if (column < columns) weights[v] = load8(p.weight + column * 8);
    }
    float sum = 0.f, most = 0.f;
#pragma unroll
    for (int v = 0; v < Vectors; ++v) {
      const int column = threadIdx.x + v * Threads;
      if (column >= columns) continue;
      if constexpr (Adds) {
        // A bf16 sum rounds once, as an fp32 sum stored as bf16 does.
#pragma unroll
        for (int i = 0; i < 4; ++i) values[v].pairs[i] = __hadd2(values[v].pairs[i], inputs[v].pairs[i]);
        store8Once(p.residual + (row + column) * 8, values[v]);
      }
      const Float8 rounded = toFloat(values[v]);
#pragma unroll
      for (int i = 0; i < 8; ++i) sum += rounded.values[i] * rounded.values[i];
      if constexpr (Quantises) most = largestMagnitude(product(rounded, toFloat(weights[v])), most);
    }
    for (int offset = 16; offset > 0; offset /= 2) sum += __shfl_xor_sync(kAllLanes, sum, offset);
    if (threadIdx.x % 32 == 0) warpSums[turn][threadIdx.x / 32] = sum;
    if constexpr (Quantises) {
      for (int offset = 16; offset > 0; offset /= 2) most = fmaxf(most, __shfl_xor_sync(kAllLanes, most, offset));
      if (threadIdx.x % 32 == 0) warpMosts[turn][threadIdx.x / 32] = most;
    }
    __syncthreads();
    float total = 0.f;
#pragma unroll
    for (int w = 0; w < Threads / 32; ++w) total += warpSums[turn][w];
    const float scale = rsqrtf(total / p.hidden + p.epsilon);
    float inverse = 0.f;
    if constexpr (Quantises) {
#pragma unroll
      for (int w = 0; w < Threads / 32; ++w) most = fmaxf(most, warpMosts[turn][w]);
      const float range = fp8Range(most * scale);
      inverse = kFp8Most / range * scale;
      if (threadIdx.x == 0) p.scales[token] = range / kFp8Most;
    }
#pragma unroll
    for (int v = 0; v < Vectors; ++v) {
      const int column = threadIdx.x + v * Threads;
      if (column >= columns) continue;
      const Float8 value = toFloat(values[v]);
      Float8 weight = toFloat(weights[v]);
      if constexpr (Quantises) {
        store8Once(p.quantised + (row + column) * 8, toFp8(product(value, weight), inverse));
      } else {
#pragma unroll
        for (int i = 0; i < 8; ++i) weight.values[i] *= value.values[i] * scale;
        store8Once(p.output + (row + column) * 8, toBf16(weight));
      }
    }
  }
}

template <bool Quantises, bool Adds>
void launch(const RmsNorm& p, const Placement& placement) {
  const auto launch = [&](auto kernel, int threads) {
    kernel<<<placement.ctas(p.tokens), threads, 0, placement.stream>>>(p);
    check(cudaGetLastError());
  };
  if (p.hidden <= 2048 && placement.fewSms()) return launch(rmsNormKernel<128, 2, 8, Quantises, Adds>, 128);
  if (p.hidden <= 2048) return launch(rmsNormKernel<256, 1, 8, Quantises, Adds>, 256);
  if (p.hidden <= 4096) return launch(rmsNormKernel<128, 4, 8, Quantises, Adds>, 128);
  if (p.hidden <= 8192) return launch(rmsNormKernel<256, 4, 4, Quantises, Adds>, 256);
  launch(rmsNormKernel<512, 4, 1, Quantises, Adds>, 512);
}

}  // namespace

void rmsNorm(const RmsNorm& p, const Placement& placement) {
  require(p.tokens > 0 && p.hidden > 0, "rms_norm needs tokens and a hidden size");
  require(p.hidden % 8 == 0 && p.hidden <= 16384, "hidden must be a multiple of 8, at most 16384");
  require((p.quantised == nullptr) == (p.scales == nullptr), "an FP8 output has scales");
  const bool quantises = p.quantised != nullptr, adds = p.input != nullptr;
  if (quantises && adds) return launch<true, true>(p, placement);
  if (quantises) return launch<true, false>(p, placement);
  if (adds) return launch<false, true>(p, placement);
  launch<false, false>(p, placement);
}

}  // namespace nanoflow

#include "moe_permute.h"

#include "../device/cuda_check.h"
#include "../device/fp8.cuh"
#include "../device/index_check.cuh"
#include "../rows/row_copy.h"
#include "../rows/row_maximum.cuh"
#include "../rows/row_vectors.h"

namespace nanoflow {
namespace {

/** One CTA a token, whose row stays in registers between the maximum and the scaling, and is written to all its places. */
template <int MostThreads, int Vectors>
__global__ void __launch_bounds__(MostThreads) permuteQuantisingKernel(MoePermute p, int tokens) {
  __shared__ RowMaximum<MostThreads> maximum;
  const int columns = p.hidden / 8;
  int turn = 0;
  for (int token = blockIdx.x; token < tokens; token += gridDim.x, turn ^= 1) {
    const __nv_bfloat16* from = p.input + static_cast<size_t>(token) * p.hidden;
    Bf16x8 inputs[Vectors];
#pragma unroll
    for (int v = 0; v < Vectors; ++v) {
      const int column = threadIdx.x + v * blockDim.x;
      if (column < columns) inputs[v] = load8Once(from + column * 8);
    }
    float amax = 0.f;
#pragma unroll
    for (int v = 0; v < Vectors; ++v) {
      const int column = threadIdx.x + v * blockDim.x;
      if (column < columns) amax = largestMagnitude(toFloat(inputs[v]), amax);
    }
    const float range = fp8Range(maximum.of(amax, turn));
    const float inverse = kFp8Most / range;
    for (int j = 0; j < p.expertsPerToken; ++j) {
      const int target = p.expertRows[token * p.expertsPerToken + j];
      checkIndex("moe_permute", token, "the target is a row of the output", target, p.rows);
      if (threadIdx.x == 0) p.scales[target] = range / kFp8Most;
      __nv_fp8_e4m3* to = p.quantised + static_cast<size_t>(target) * p.hidden;
#pragma unroll
      for (int v = 0; v < Vectors; ++v) {
        const int column = threadIdx.x + v * blockDim.x;
        if (column < columns) store8Once(to + column * 8, toFp8(toFloat(inputs[v]), inverse));
      }
    }
  }
}

template <int MostThreads, int Vectors>
void launchQuantising(const MoePermute& p, int tokens, const Placement& placement) {
  const int threads = rowThreads(p.hidden / 8, Vectors);
  permuteQuantisingKernel<MostThreads, Vectors><<<placement.ctas(tokens), threads, 0, placement.stream>>>(p, tokens);
  check(cudaGetLastError());
}

void permuteQuantising(const MoePermute& p, int tokens, const Placement& placement) {
  require(p.hidden <= 16384, "hidden must be at most 16384 in FP8");
  if (p.hidden <= 4096) return launchQuantising<256, 2>(p, tokens, placement);
  launchQuantising<512, 4>(p, tokens, placement);
}

}  // namespace

void moePermute(const MoePermute& p, const Placement& placement) {
  require(p.rows > 0 && p.hidden > 0, "moe_permute needs rows and a hidden size");
  require(p.hidden % 8 == 0, "hidden must be a multiple of 8");
  if (p.expertRows == nullptr) {
    require(p.quantised == nullptr, "moe_permute in FP8 needs the rows of each token");
    copyRows(p.input, {p.sourceRows, p.rows}, p.output, nullptr, 1, p.rows, p.hidden, placement);
    return;
  }
  require(p.expertsPerToken > 0 && p.rows % p.expertsPerToken == 0, "every token needs all its experts");
  const int tokens = p.rows / p.expertsPerToken;
  if (p.quantised != nullptr) return permuteQuantising(p, tokens, placement);
  copyRows(p.input, {nullptr, tokens}, p.output, p.expertRows, p.expertsPerToken, tokens, p.hidden, placement);
}

}  // namespace nanoflow

#pragma once

#include <type_traits>

#include "../device/cuda_check.h"
#include "../device/vector_types.cuh"

namespace nanoflow {

/** CTAs of the kernels that sum: threads, and how many fit an SM as their launch bounds promise. */
inline constexpr int kSumThreads = 512;
inline constexpr int kSumCtasPerSm = 2;

/** Calls `function` with the number of ranks as a constant. */
template <typename Function>
void withRanks(int ranks, Function&& function) {
  if (ranks == 2) return function(std::integral_constant<int, 2>());
  if (ranks == 4) return function(std::integral_constant<int, 4>());
  require(ranks == 8, "collectives over peer memory need 2, 4 or 8 GPUs");
  function(std::integral_constant<int, 8>());
}

/** Sources and destinations of a sum over ranks, anywhere in the memory of the GPUs; 16-byte aligned. */
template <int Ranks, int Outputs>
struct RankSum {
  const __nv_bfloat16* inputs[Ranks];
  __nv_bfloat16* outputs[Outputs];
  size_t vectors;  ///< of eight elements
};

/** A load that leaves L1 alone: the line is used once. */
__device__ inline Bf16x8 loadOnce(const __nv_bfloat16* from) {
  uint4 bits;
  asm volatile("ld.global.L1::no_allocate.v4.u32 {%0, %1, %2, %3}, [%4];"
               : "=r"(bits.x), "=r"(bits.y), "=r"(bits.z), "=r"(bits.w)
               : "l"(from)
               : "memory");
  Bf16x8 values;
  memcpy(&values, &bits, sizeof values);
  return values;
}

/**
 * outputs[...][i] = bf16(inputs[0][i] + inputs[1][i] + ...), in this order in fp32, rounded once. All CTAs of the grid
 * share the work; each thread keeps eight loads in flight, since a load from a peer takes a microsecond.
 */
template <int Ranks, int Outputs, int kUnroll = 8 / Ranks>
__device__ void sumOverRanks(const RankSum<Ranks, Outputs>& p) {
  const size_t stride = static_cast<size_t>(gridDim.x) * kSumThreads * kUnroll;
  for (size_t first = static_cast<size_t>(blockIdx.x) * kSumThreads * kUnroll + threadIdx.x; first < p.vectors;
       first += stride) {
    Bf16x8 values[kUnroll][Ranks];
#pragma unroll
    for (int u = 0; u < kUnroll; ++u) {
      const size_t at = first + u * kSumThreads;
#pragma unroll
      for (int rank = 0; rank < Ranks; ++rank) {
        if (at < p.vectors) values[u][rank] = loadOnce(p.inputs[rank] + at * 8);
      }
    }
#pragma unroll
    for (int u = 0; u < kUnroll; ++u) {
      const size_t at = first + u * kSumThreads;
      if (at >= p.vectors) continue;
      Float8 sum = toFloat(values[u][0]);
#pragma unroll
      for (int rank = 1; rank < Ranks; ++rank) {
        const Float8 part = toFloat(values[u][rank]);
#pragma unroll
        for (int i = 0; i < 8; ++i) sum.values[i] += part.values[i];
      }
      const Bf16x8 rounded = toBf16(sum);
#pragma unroll
      for (int out = 0; out < Outputs; ++out) store8(p.outputs[out] + at * 8, rounded);
    }
  }
}

}  // namespace nanoflow

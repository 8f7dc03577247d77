#pragma once

#include "vector_types.cuh"

namespace nanoflow {

/** output[i] = input[rows[i]], `count` rows of `width` bf16; a CTA takes a row at a time, four loads a thread in flight. */
template <int Threads>
__global__ void __launch_bounds__(Threads)
    gatherRows(const __nv_bfloat16* input, const int* rows, __nv_bfloat16* output, int count, int width) {
  constexpr int kUnroll = 4;
  const int columns = width / 8;
  for (int row = blockIdx.x; row < count; row += gridDim.x) {
    const __nv_bfloat16* from = input + static_cast<size_t>(rows[row]) * width;
    __nv_bfloat16* to = output + static_cast<size_t>(row) * width;
    for (int first = threadIdx.x; first < columns; first += Threads * kUnroll) {
      Bf16x8 values[kUnroll];
#pragma unroll
      for (int u = 0; u < kUnroll; ++u) {
        if (first + u * Threads < columns) values[u] = load8(from + (first + u * Threads) * 8);
      }
#pragma unroll
      for (int u = 0; u < kUnroll; ++u) {
        if (first + u * Threads < columns) store8(to + (first + u * Threads) * 8, values[u]);
      }
    }
  }
}

}  // namespace nanoflow

#include "quantise_rows.h"

#include "../device/cuda_check.h"
#include "../device/fp8.cuh"
#include "row_maximum.cuh"
#include "row_vectors.h"

namespace nanoflow {
namespace {

/** One CTA a row, `Vectors` 16-byte vectors a thread, kept in registers between the maximum and the scaling. */
template <int MostThreads, int Vectors>
__global__ void __launch_bounds__(MostThreads) quantiseRowsKernel(QuantiseRows p) {
  __shared__ RowMaximum<MostThreads> maximum;
  const int columns = p.width / 8;
  int turn = 0;
  for (int token = blockIdx.x; token < p.tokens; token += gridDim.x, turn ^= 1) {
    const size_t row = static_cast<size_t>(token) * columns;
    Bf16x8 inputs[Vectors];
#pragma unroll
    for (int v = 0; v < Vectors; ++v) {
      const int column = threadIdx.x + v * blockDim.x;
      if (column < columns) inputs[v] = load8Once(p.input + (row + column) * 8);
    }
    float amax = 0.f;
#pragma unroll
    for (int v = 0; v < Vectors; ++v) {
      const int column = threadIdx.x + v * blockDim.x;
      if (column < columns) amax = largestMagnitude(toFloat(inputs[v]), amax);
    }
    const float range = fp8Range(maximum.of(amax, turn));
    const float inverse = kFp8Most / range;
    if (threadIdx.x == 0) p.scales[token] = range / kFp8Most;
#pragma unroll
    for (int v = 0; v < Vectors; ++v) {
      const int column = threadIdx.x + v * blockDim.x;
      if (column < columns) store8Once(p.output + (row + column) * 8, toFp8(toFloat(inputs[v]), inverse));
    }
  }
}

template <int MostThreads, int Vectors>
void launch(const QuantiseRows& p, const Placement& placement) {
  const int threads = rowThreads(p.width / 8, Vectors);
  quantiseRowsKernel<MostThreads, Vectors><<<placement.ctas(p.tokens), threads, 0, placement.stream>>>(p);
  check(cudaGetLastError());
}

}  // namespace

void quantiseRows(const QuantiseRows& p, const Placement& placement) {
  require(p.tokens > 0 && p.width > 0, "quantise_rows needs tokens and a width");
  require(p.width % 8 == 0 && p.width <= 32768, "width must be a multiple of 8, at most 32768");
  if (p.width <= 4096) return launch<256, 2>(p, placement);
  if (p.width <= 16384) return launch<512, 4>(p, placement);
  launch<1024, 4>(p, placement);
}

}  // namespace nanoflow

#include "moe_combine.h"

#include "cuda_check.h"
#include "vector_types.cuh"

namespace nanoflow {
namespace {

constexpr int kThreads = 256;

__global__ void __launch_bounds__(kThreads) moeCombineKernel(MoeCombine p) {
  const int columns = p.hidden / 8;
  for (int token = blockIdx.x; token < p.tokens; token += gridDim.x) {
    const int* rows = p.expertRows + static_cast<size_t>(token) * p.expertsPerToken;
    const float* weights = p.weights + static_cast<size_t>(token) * p.expertsPerToken;
    for (int column = threadIdx.x; column < columns; column += kThreads) {
      Float8 sum = {};
#pragma unroll 4
      for (int j = 0; j < p.expertsPerToken; ++j) {
        const Float8 part = toFloat(load8(p.input + static_cast<size_t>(rows[j]) * p.hidden + column * 8));
#pragma unroll
        for (int i = 0; i < 8; ++i) sum.values[i] += weights[j] * part.values[i];
      }
      store8(p.output + static_cast<size_t>(token) * p.hidden + column * 8, toBf16(sum));
    }
  }
}

}  // namespace

void moeCombine(const MoeCombine& p, const Placement& placement) {
  require(p.tokens > 0 && p.hidden > 0 && p.expertsPerToken > 0, "moe_combine needs tokens, hidden and experts");
  require(p.hidden % 8 == 0, "hidden must be a multiple of 8");
  moeCombineKernel<<<placement.ctas(p.tokens, 8), kThreads, 0, placement.stream>>>(p);
  check(cudaGetLastError());
}

}  // namespace nanoflow

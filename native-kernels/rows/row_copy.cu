#include "row_copy.h"

#include "../device/cuda_check.h"
#include "../device/index_check.cuh"
#include "../device/vector_types.cuh"

namespace nanoflow {
namespace {

constexpr int kThreads = 128;
constexpr int kUnroll = 2;                    // vectors a thread has in flight
constexpr int kSegment = kThreads * kUnroll;  // vectors of a row that a CTA copies at a time

template <bool Sliced>
__global__ void __launch_bounds__(kThreads)
    copyRowsKernel(const __nv_bfloat16* input, RowSources sources, __nv_bfloat16* output, const int* targets,
                   int targetCount, int count, int width) {
  const int columns = width / 8;
  const int segments = (columns + kSegment - 1) / kSegment;
  const int work = count * segments;
  for (int item = blockIdx.x; item < work; item += gridDim.x) {
    const int row = item / segments;
    const int first = item % segments * kSegment + threadIdx.x;
    const int source = (sources.rows != nullptr ? sources.rows[row] : row) - (Sliced ? sources.firstRow : 0);
    const bool present = !Sliced || (source >= 0 && source < sources.inputRows);
    if constexpr (!Sliced) checkIndex("copy_rows", row, "the id is a row of the input", source, sources.inputRows);
    const __nv_bfloat16* from = input + static_cast<size_t>(source) * width;
    Bf16x8 values[kUnroll];
#pragma unroll
    for (int u = 0; u < kUnroll; ++u) {
      if constexpr (Sliced) values[u] = {};
      if (present && first + u * kThreads < columns) values[u] = load8Once(from + (first + u * kThreads) * 8);
    }
    for (int j = 0; j < targetCount; ++j) {
      const int target = targets != nullptr ? targets[row * targetCount + j] : row;
      checkIndex("copy_rows", row, "the target is a row of the output", target, static_cast<long>(count) * targetCount);
      __nv_bfloat16* to = output + static_cast<size_t>(target) * width;
#pragma unroll
      for (int u = 0; u < kUnroll; ++u) {
        if (first + u * kThreads < columns) store8Once(to + (first + u * kThreads) * 8, values[u]);
      }
    }
  }
}

}  // namespace

void copyRows(const __nv_bfloat16* input, const RowSources& sources, __nv_bfloat16* output, const int* targets,
              int targetCount, int count, int width, const Placement& placement) {
  const int segments = (width / 8 + kSegment - 1) / kSegment;
  const int ctas = placement.ctas(static_cast<long>(count) * segments);
  const auto kernel = sources.sliced ? copyRowsKernel<true> : copyRowsKernel<false>;
  kernel<<<ctas, kThreads, 0, placement.stream>>>(input, sources, output, targets, targetCount, count, width);
  check(cudaGetLastError());
}

}  // namespace nanoflow

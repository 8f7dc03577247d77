#include "silu_mul.h"

#include "cuda_check.h"
#include "vector_types.cuh"

namespace nanoflow {
namespace {

constexpr int kThreads = 256;
constexpr int kUnroll = 2;

__device__ inline Bf16x8 activate(const Bf16x8& gate, const Bf16x8& up) {
  Float8 g = toFloat(gate);
  const Float8 u = toFloat(up);
#pragma unroll
  for (int i = 0; i < 8; ++i) g.values[i] = g.values[i] / (1.f + __expf(-g.values[i])) * u.values[i];
  return toBf16(g);
}

/** CTAs walk the rows; `kUnroll` independent vectors a thread keep enough loads in flight. */
__global__ void __launch_bounds__(kThreads) siluMulKernel(SiluMul p) {
  const int columns = p.width / 8;
  const int segments = (columns + kThreads * kUnroll - 1) / (kThreads * kUnroll);
  const long work = static_cast<long>(p.tokens) * segments;
  for (long item = blockIdx.x; item < work; item += gridDim.x) {
    const size_t token = item / segments;
    const int first = static_cast<int>(item % segments) * kThreads * kUnroll + threadIdx.x;
    const __nv_bfloat16* gate = p.gateUp + token * 2 * p.width;
    Bf16x8 gates[kUnroll], ups[kUnroll];
#pragma unroll
    for (int u = 0; u < kUnroll; ++u) {
      const int column = first + u * kThreads;
      if (column >= columns) continue;
      gates[u] = load8(gate + column * 8);
      ups[u] = load8(gate + p.width + column * 8);
    }
#pragma unroll
    for (int u = 0; u < kUnroll; ++u) {
      const int column = first + u * kThreads;
      if (column < columns) store8(p.output + token * p.width + column * 8, activate(gates[u], ups[u]));
    }
  }
}

}  // namespace

void siluMul(const SiluMul& p, const Placement& placement) {
  require(p.tokens > 0 && p.width > 0, "silu_mul needs tokens and a width");
  require(p.width % 8 == 0, "width must be a multiple of 8");
  const int segments = (p.width / 8 + kThreads * kUnroll - 1) / (kThreads * kUnroll);
  const int ctas = placement.ctas(static_cast<long>(p.tokens) * segments, 5);
  siluMulKernel<<<ctas, kThreads, 0, placement.stream>>>(p);
  check(cudaGetLastError());
}

}  // namespace nanoflow

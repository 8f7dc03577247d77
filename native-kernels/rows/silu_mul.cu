#include "silu_mul.h"

#include "../device/cuda_check.h"
#include "../device/vector_types.cuh"

namespace nanoflow {
namespace {

__device__ inline Bf16x8 activate(const Bf16x8& gate, const Bf16x8& up) {
  Float8 g = toFloat(gate);
  const Float8 u = toFloat(up);
#pragma unroll
  for (int i = 0; i < 8; ++i) {
    g.values[i] = __fdividef(g.values[i], 1.f + __expf(-g.values[i])) * u.values[i];
  }
  return toBf16(g);
}

/** A CTA takes a segment of a row at a time; `Unroll` independent vectors a thread are in flight. */
template <int Threads, int Unroll>
__global__ void __launch_bounds__(Threads) siluMulKernel(SiluMul p) {
  const int columns = p.width / 8;
  const int segments = (columns + Threads * Unroll - 1) / (Threads * Unroll);
  const int work = p.tokens * segments;
  for (int item = blockIdx.x; item < work; item += gridDim.x) {
    const size_t token = item / segments;
    const int first = item % segments * Threads * Unroll + threadIdx.x;
    const __nv_bfloat16* gate = p.gateUp + token * 2 * p.width;
    Bf16x8 gates[Unroll], ups[Unroll];
#pragma unroll
    for (int u = 0; u < Unroll; ++u) {
      const int column = first + u * Threads;
      if (column >= columns) continue;
      gates[u] = load8Once(gate + column * 8);
      ups[u] = load8Once(gate + p.width + column * 8);
    }
#pragma unroll
    for (int u = 0; u < Unroll; ++u) {
      const int column = first + u * Threads;
      if (column >= columns) continue;
      store8Once(p.output + token * p.width + column * 8, activate(gates[u], ups[u]));
    }
  }
}

template <int Threads, int Unroll>
void launch(const SiluMul& p, const Placement& placement) {
  const int segments = (p.width / 8 + Threads * Unroll - 1) / (Threads * Unroll);
  const int ctas = placement.ctas(static_cast<long>(p.tokens) * segments);
  siluMulKernel<Threads, Unroll><<<ctas, Threads, 0, placement.stream>>>(p);
  check(cudaGetLastError());
}

}  // namespace

void siluMul(const SiluMul& p, const Placement& placement) {
  require(p.tokens > 0 && p.width > 0, "silu_mul needs tokens and a width");
  require(p.width % 8 == 0, "width must be a multiple of 8");
  if (placement.fewSms()) return launch<128, 4>(p, placement);
  launch<256, 1>(p, placement);
}

}  // namespace nanoflow

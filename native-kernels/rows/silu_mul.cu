#include "silu_mul.h"

#include "../device/cuda_check.h"
#include "../device/fp8.cuh"
#include "../device/vector_types.cuh"
#include "row_maximum.cuh"
#include "row_vectors.h"

namespace nanoflow {
namespace {

__device__ inline Float8 activate(const Bf16x8& gate, const Bf16x8& up) {
  Float8 g = toFloat(gate);
  const Float8 u = toFloat(up);
#pragma unroll
  for (int i = 0; i < 8; ++i) {
    g.values[i] = __fdividef(g.values[i], 1.f + __expf(-g.values[i])) * u.values[i];
  }
  return g;
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
      store8Once(p.output + token * p.width + column * 8, toBf16(activate(gates[u], ups[u])));
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

/** Vectors of a row that a thread holds. */
template <int Vectors>
struct GateUp {
  Bf16x8 gates[Vectors], ups[Vectors];

  __device__ void load(const SiluMul& p, int token) {
    const __nv_bfloat16* gate = p.gateUp + 2 * static_cast<size_t>(token) * p.width;
#pragma unroll
    for (int v = 0; v < Vectors; ++v) {
      const int column = threadIdx.x + v * blockDim.x;
      if (column >= p.width / 8) continue;
      gates[v] = load8Once(gate + column * 8);
      ups[v] = load8Once(gate + p.width + column * 8);
    }
  }
};

/**
 * One CTA a row: its scale waits for all of it, so what was activated stays in registers. Meanwhile the next row comes,
 * where there is room for it.
 */
template <int MostThreads, int Vectors, int CtasPerSm, bool Ahead>
__global__ void __launch_bounds__(MostThreads, CtasPerSm) siluMulQuantisingKernel(SiluMul p) {
  __shared__ RowMaximum<MostThreads> maximum;
  const int columns = p.width / 8;
  GateUp<Vectors> row;
  if constexpr (Ahead) row.load(p, blockIdx.x);
  int turn = 0;
  for (int token = blockIdx.x; token < p.tokens; token += gridDim.x, turn ^= 1) {
    if constexpr (!Ahead) row.load(p, token);
    Float8 outputs[Vectors];
    float amax = 0.f;
#pragma unroll
    for (int v = 0; v < Vectors; ++v) {
      if (threadIdx.x + v * blockDim.x >= columns) continue;
      outputs[v] = activate(row.gates[v], row.ups[v]);
      amax = largestMagnitude(outputs[v], amax);
    }
    if (Ahead && token + gridDim.x < p.tokens) row.load(p, token + gridDim.x);
    const float range = fp8Range(maximum.of(amax, turn));
    const float inverse = kFp8Most / range;
    if (threadIdx.x == 0) p.scales[token] = range / kFp8Most;
#pragma unroll
    for (int v = 0; v < Vectors; ++v) {
      const int column = threadIdx.x + v * blockDim.x;
      if (column >= columns) continue;
      store8Once(p.quantised + static_cast<size_t>(token) * p.width + column * 8, toFp8(outputs[v], inverse));
    }
  }
}

template <int MostThreads, int Vectors, int CtasPerSm, bool Ahead>
void launchQuantising(const SiluMul& p, const Placement& placement) {
  const int threads = rowThreads(p.width / 8, Vectors);
  const int ctas = Ahead ? placement.ctas(p.tokens, MostThreads / threads) : placement.ctas(p.tokens);
  siluMulQuantisingKernel<MostThreads, Vectors, CtasPerSm, Ahead><<<ctas, threads, 0, placement.stream>>>(p);
  check(cudaGetLastError());
}

void quantising(const SiluMul& p, const Placement& placement) {
  require(p.scales != nullptr && p.width <= 32768, "an FP8 output has scales, and a width of at most 32768");
  if (p.width <= 4096) return launchQuantising<256, 2, 4, false>(p, placement);
  if (p.width <= 16384) return launchQuantising<512, 4, 1, true>(p, placement);
  launchQuantising<1024, 4, 1, false>(p, placement);
}

}  // namespace

void siluMul(const SiluMul& p, const Placement& placement) {
  require(p.tokens > 0 && p.width > 0, "silu_mul needs tokens and a width");
  require(p.width % 8 == 0, "width must be a multiple of 8");
  if (p.quantised != nullptr) return quantising(p, placement);
  if (placement.fewSms()) return launch<128, 4>(p, placement);
  launch<256, 1>(p, placement);
}

}  // namespace nanoflow

#include "moe_combine.h"

#include "../device/cuda_check.h"
#include "../device/vector_types.cuh"

namespace nanoflow {
namespace {

constexpr int kMostExperts = 8;

/**
 * A CTA takes a segment of one token's row at a time, a thread `Unroll` vectors of it from every chosen expert's row: all
 * loads come before the first is used.
 *
 * @tparam Experts most experts of a token
 * @tparam Shared whether the row of the shared expert comes after theirs
 */
template <int Experts, int Unroll, bool Shared, int Threads>
__global__ void __launch_bounds__(Threads) moeCombineKernel(MoeCombine p) {
  constexpr int kRows = Experts + (Shared ? 1 : 0);
  const int columns = p.hidden / 8;
  const int segments = (columns + Threads * Unroll - 1) / (Threads * Unroll);
  const int work = p.tokens * segments;
  for (int item = blockIdx.x; item < work; item += gridDim.x) {
    const int token = item / segments;
    const int first = item % segments * Threads * Unroll + threadIdx.x;
    const __nv_bfloat16* rows[kRows];
    float weights[kRows];
#pragma unroll
    for (int j = 0; j < Experts; ++j) {
      const int choice = token * p.expertsPerToken + min(j, p.expertsPerToken - 1);
      rows[j] = p.input + static_cast<size_t>(p.expertRows[choice]) * p.hidden;
      weights[j] = j < p.expertsPerToken ? p.weights[choice] : 0.f;
    }
    if constexpr (Shared) {
      rows[Experts] = p.shared + static_cast<size_t>(token) * p.hidden;
      weights[Experts] = p.sharedGate[token];
    }
    Bf16x8 parts[Unroll][kRows];
#pragma unroll
    for (int u = 0; u < Unroll; ++u) {
#pragma unroll
      for (int j = 0; j < kRows; ++j) {
        if (first + u * Threads < columns) parts[u][j] = load8Once(rows[j] + (first + u * Threads) * 8);
      }
    }
#pragma unroll
    for (int u = 0; u < Unroll; ++u) {
      if (first + u * Threads >= columns) continue;
      Float8 sum = {};
#pragma unroll
      for (int j = 0; j < kRows; ++j) {
        if (j < Experts && j >= p.expertsPerToken) continue;
        const Float8 part = toFloat(parts[u][j]);
#pragma unroll
        for (int i = 0; i < 8; ++i) sum.values[i] += weights[j] * part.values[i];
      }
      store8Once(p.output + static_cast<size_t>(token) * p.hidden + (first + u * Threads) * 8, toBf16(sum));
    }
  }
}

template <int Experts, int Unroll, int Threads>
void launch(const MoeCombine& p, const Placement& placement) {
  const int segments = (p.hidden / 8 + Threads * Unroll - 1) / (Threads * Unroll);
  const int ctas = placement.ctas(static_cast<long>(p.tokens) * segments);
  const auto kernel = p.shared != nullptr ? moeCombineKernel<Experts, Unroll, true, Threads>
                                          : moeCombineKernel<Experts, Unroll, false, Threads>;
  kernel<<<ctas, Threads, 0, placement.stream>>>(p);
  check(cudaGetLastError());
}

}  // namespace

void moeCombine(const MoeCombine& p, const Placement& placement) {
  require(p.tokens > 0 && p.hidden > 0, "moe_combine needs tokens and a hidden size");
  require(p.expertsPerToken > 0 && p.expertsPerToken <= kMostExperts, "1 to 8 experts per token");
  require(p.hidden % 8 == 0, "hidden must be a multiple of 8");
  require((p.shared == nullptr) == (p.sharedGate == nullptr), "a shared expert and its gate go together");
  if (p.expertsPerToken > 4) return launch<8, 1, 256>(p, placement);
  if (p.expertsPerToken > 2) return launch<4, 2, 128>(p, placement);
  if (placement.fewSms()) return launch<2, 4, 128>(p, placement);
  launch<2, 2, 128>(p, placement);
}

}  // namespace nanoflow

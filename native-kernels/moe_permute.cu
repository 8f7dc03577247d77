#include "moe_permute.h"

#include "cuda_check.h"
#include "row_copy.cuh"

namespace nanoflow {

void moePermute(const MoePermute& p, const Placement& placement) {
  constexpr int kThreads = 128;
  require(p.rows > 0 && p.hidden > 0, "moe_permute needs rows and a hidden size");
  require(p.hidden % 8 == 0, "hidden must be a multiple of 8");
  gatherRows<kThreads><<<placement.ctas(p.rows, 16), kThreads, 0, placement.stream>>>(p.input, p.sourceRows, p.output,
                                                                                      p.rows, p.hidden);
  check(cudaGetLastError());
}

}  // namespace nanoflow

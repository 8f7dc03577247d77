#include "embedding.h"

#include "cuda_check.h"
#include "row_copy.cuh"

namespace nanoflow {

void embedding(const Embedding& p, const Placement& placement) {
  constexpr int kThreads = 128;
  require(p.tokens > 0 && p.hidden > 0, "embedding needs tokens and a hidden size");
  require(p.hidden % 8 == 0, "hidden must be a multiple of 8");
  gatherRows<kThreads>
      <<<placement.ctas(p.tokens, 16), kThreads, 0, placement.stream>>>(p.table, p.ids, p.output, p.tokens, p.hidden);
  check(cudaGetLastError());
}

}  // namespace nanoflow

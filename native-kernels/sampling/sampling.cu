#include "sampling.h"

#include "../device/cuda_check.h"
#include "best_logit.cuh"

namespace nanoflow {
namespace {

__global__ void __launch_bounds__(kBestThreads) samplingKernel(Sampling p) {
  __shared__ BestLogitMemory shared;
  const auto slotOf = [&](int row) { return p.slots != nullptr && row < p.rows ? p.slots[row] : -1; };
  int upcoming = slotOf(blockIdx.x);
  for (int row = blockIdx.x; row < p.rows; row += gridDim.x) {
    const int slot = upcoming;
    upcoming = slotOf(row + gridDim.x);
    if (slot >= 0) continue;
    const RowBest found = bestOfRow(p.logits + static_cast<size_t>(row) * p.vocabulary, p.known, shared);
    if (threadIdx.x == 0) {
      const RowFault fault = faultOf(found.hasNan, found.best.value);
      p.tokens[row] = fault == RowFault::none ? found.best.token : 0;
      p.faults[row] = fault;
    }
    __syncthreads();
  }
}

}  // namespace

void sampling(const Sampling& p, const Placement& placement) {
  require(p.rows > 0 && p.vocabulary > 0, "sampling needs rows and a vocabulary");
  require(p.vocabulary % 8 == 0, "vocabulary must be a multiple of 8");
  require(p.known >= 0 && p.known <= p.vocabulary, "sampling knows more tokens than the vocabulary");
  Sampling call = p;
  if (call.known == 0) call.known = p.vocabulary;
  samplingKernel<<<placement.ctas(p.rows, 4), kBestThreads, 0, placement.stream>>>(call);
  check(cudaGetLastError());
}

}  // namespace nanoflow

#include "step_edges.h"

#include "../../native-kernels/device/cuda_check.h"
#include "../../native-kernels/device/global_timer.cuh"
#include "../../native-kernels/device/index_check.cuh"

namespace nanoflow {
namespace {

constexpr int kThreads = 1024;

__global__ void __launch_bounds__(kThreads) beginStepKernel(StepBegin p) {
  if (threadIdx.x == 0) *p.startedAt = globalNanoseconds();
  const auto* from = reinterpret_cast<const int4*>(p.staged);
  auto* to = reinterpret_cast<int4*>(p.inputs);
  for (int i = threadIdx.x; i < p.words / 4; i += kThreads) to[i] = from[i];
  const auto* entries = reinterpret_cast<const TableEntry*>(p.staged + p.words);
  for (int i = threadIdx.x; i < p.entries; i += kThreads) {
    checkIndex("begin_step", i, "the entry is one of the page tables", entries[i].at, p.tableEntries);
    p.pageTables[entries[i].at] = entries[i].page;
  }
  __syncthreads();
  for (int row = threadIdx.x; row < p.rows; row += kThreads) {
    const int id = p.ids[row];
    if (id >= 0) continue;
    checkIndex("begin_step", row, "the slot is one of the engine", -1 - id, p.slots);
    p.ids[row] = p.lastTokens[-1 - id];
  }
}

__global__ void __launch_bounds__(kThreads) endStepKernel(StepEnd p) {
  for (int row = threadIdx.x; row < p.rows; row += kThreads) {
    const int token = p.tokens[row];
    const int slot = p.targets[row];
    p.tokensTo[row] = token;
    p.faultsTo[row] = p.faults[row];
    if (slot < 0) continue;
    checkIndex("end_step", row, "the slot is one of the engine", slot, p.slots);
    p.lastTokens[slot] = token;
  }
  __syncthreads();
  if (threadIdx.x == 0) *p.endedAt = globalNanoseconds();
}

}  // namespace

void beginStep(const StepBegin& p, cudaStream_t stream) {
  require(p.words % 4 == 0, "the inputs of a step are a multiple of 16 bytes");
  const auto aligned = [](const void* at) { return reinterpret_cast<uintptr_t>(at) % sizeof(int4) == 0; };
  require(aligned(p.staged) && aligned(p.inputs), "the inputs of a step are 16-byte aligned");
  beginStepKernel<<<1, kThreads, 0, stream>>>(p);
  check(cudaGetLastError());
}

void endStep(const StepEnd& p, cudaStream_t stream) {
  endStepKernel<<<1, kThreads, 0, stream>>>(p);
  check(cudaGetLastError());
}

}  // namespace nanoflow

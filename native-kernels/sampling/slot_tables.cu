#include <algorithm>

#include "../device/cuda_check.h"
#include "../device/index_check.cuh"
#include "slot_tables.h"

namespace nanoflow {
namespace {

constexpr int kThreads = 512;
constexpr int kMostCtas = 64;

__global__ void __launch_bounds__(kThreads) updateKernel(SlotUpdates p) {
  const SlotTables& tables = p.tables;
  for (int index = blockIdx.x; index < p.count; index += gridDim.x) {
    const SlotUpdate& update = p.updates[index];
    const SlotParameters& parameters = update.parameters;
    checkIndex("slot_update", index, "the slot is one of the tables", update.slot, tables.slots);
    checkIndex("slot_update", index, "the table of adjustments is there", parameters.table, tables.tables + 1);
    if (threadIdx.x == 0) tables.parameters[update.slot] = parameters;
    if (parameters.table == 0) continue;
    const size_t table = parameters.table - 1;
    uint16_t* entries = tables.entries + table * tables.vocabulary;
    for (int i = threadIdx.x; i < tables.vocabulary / 8; i += kThreads) reinterpret_cast<uint4*>(entries)[i] = {};
    __syncthreads();
    const int* data = p.data + update.data;
    for (int i = threadIdx.x; i < parameters.biases; i += kThreads) {
      tables.biases[table * tables.mostBiases + i] = {data[2 * i], __int_as_float(data[2 * i + 1])};
    }
    data += 2 * parameters.biases;
    for (int i = threadIdx.x; i < update.entries; i += kThreads) {
      checkIndex("slot_update", index, "the token is one of the vocabulary", data[2 * i], tables.vocabulary);
      entries[data[2 * i]] = static_cast<uint16_t>(data[2 * i + 1]);
    }
  }
}

}  // namespace

void updateSlots(const SlotUpdates& p, cudaStream_t stream) {
  require(p.tables.slots > 0, "an update needs slots");
  require(p.tables.vocabulary % 8 == 0, "vocabulary must be a multiple of 8");
  if (p.count == 0) return;
  updateKernel<<<std::min(p.count, kMostCtas), kThreads, 0, stream>>>(p);
  check(cudaGetLastError());
}

}  // namespace nanoflow

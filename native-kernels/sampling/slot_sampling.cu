#include "slot_sampling.h"

#include "../device/cuda_check.h"
#include "../device/index_check.cuh"
#include "philox.cuh"
#include "sampling_draw.cuh"

namespace nanoflow {
namespace {

using namespace slots;

constexpr int kCtasPerSm = 4;

struct Shared {
  WarpFigures figures;
  HistogramFigures histogram;
  unsigned turns[kWarps];  // bit i of word w: whether row 32 w + i of the CTA's has a slot
  int token, found;
  TokenLogprob listed[mostLogprobs];
};

/** Writes the token of a row to `shared.token`. @returns why it has none */
template <bool Adjusted>
__device__ RowFault choose(const SlotSampling& p, Row& row, int position, unsigned* bins, Shared& shared) {
  const SlotParameters& parameters = *row.parameters;
  const bool greedy = parameters.temperature == 0;
  const bool filtered = !greedy && ((parameters.topK > 0 && parameters.topK < p.known) || parameters.topP < 1 ||
                                    parameters.minP > 0);
  row.scaleLog2 = greedy ? log2OfE : log2OfE / parameters.temperature;
  const Measured measured = measure<Adjusted>(row, filtered, shared.figures);
  if (measured.fault != RowFault::none) return measured.fault;
  if (greedy) {
    likeliest<Adjusted>(row, measured.peak, &shared.token);
    return RowFault::none;
  }
  Kept kept = kAll;
  if (filtered) {
    kept = filter<Adjusted>(row, measured, p.known, bins, shared.figures, shared.histogram, &shared.found);
    sumParts<Adjusted>(row, kept, measured.peak, 0, row.vectors, shared.figures);
  }
  const double uniform = philoxUniform(parameters.seedLow, parameters.seedHigh, position);
  draw<Adjusted>(row, kept, measured.peak, uniform, shared.figures, &shared.token);
  return RowFault::none;
}

/** Writes log probabilities of the chosen token and the `wanted` likeliest ones, these in the row's order. */
__device__ __noinline__ void report(const SlotSampling& p, Row& row, int wanted, TokenLogprob* to, unsigned* bins, Shared& shared) {
  row.scaleLog2 = log2OfE;
  const Measured measured = measure<false>(row, false, shared.figures);
  Histogram histogram{bins, measured.peak, keyOf(measured.peak), fmaxf(measured.least, kLowest)};
  const Goal goal{0, wanted};
  const Found last = locate<false>(row, histogram, goal, shared.histogram);
  const float value = valueOf(histogram.peakKey - last.distance);
  const int needed = neededOf(last, goal);
  const Kept kept{value, needed < last.count
                             ? occurrence<false>(row, value, needed - 1, shared.figures, &shared.found)
                             : INT_MAX};
  __syncthreads();
  if (threadIdx.x == 0) shared.found = 0;
  __syncthreads();
  forEachInParts<false>(row, 0, row.vectors, [&](int vector, const uint4&, const Float8& eight) {
#pragma unroll
    for (int i = 0; i < 8; ++i) {
      if (eight.values[i] < value || !kept.has(eight.values[i], vector * 8 + i)) continue;
      const int at = atomicAdd(&shared.found, 1);
      if (at < mostLogprobs) shared.listed[at] = {vector * 8 + i, eight.values[i]};
    }
  });
  __syncthreads();
  if (threadIdx.x >= 32) return;
  const float logMass = static_cast<float>(log(measured.mass));
  const int lane = threadIdx.x, found = min(shared.found, wanted);
  const TokenLogprob own = lane < found ? shared.listed[lane] : TokenLogprob{-1, 0.f};
  int place = lane;
  if (lane < found) {
    place = 0;
    for (int i = 0; i < found; ++i) {
      const TokenLogprob other = shared.listed[i];
      place += other.logprob > own.logprob || (other.logprob == own.logprob && other.token < own.token) ? 1 : 0;
    }
  }
  to[1 + place] = {own.token, lane < found ? own.logprob - measured.peak - logMass : 0.f};
  if (lane > 0) return;
  const float logit = __bfloat162float(reinterpret_cast<const __nv_bfloat16*>(row.logits)[shared.token]);
  to[0] = {shared.token, logit - measured.peak - logMass};
}

__device__ void sampleRow(const SlotSampling& p, int index, unsigned* bins, Shared& shared) {
  const int slot = p.slots[index];
  checkIndex("slot_sampling", index, "the slot is one of the tables", slot, p.tables.slots);
  const SlotParameters& parameters = p.tables.parameters[slot];
  const int table = parameters.table - 1;
  Row row{};
  row.logits = reinterpret_cast<const uint4*>(p.logits + static_cast<size_t>(index) * p.tables.vocabulary);
  row.vectors = (p.known + 7) / 8;
  row.tail = p.known % 8;
  row.partial = row.tail > 0 ? row.vectors - 1 : -1;
  row.parameters = &parameters;
  uint16_t* entries = nullptr;
  if (table >= 0) {
    entries = p.tables.entries + static_cast<size_t>(table) * p.tables.vocabulary;
    row.entries = reinterpret_cast<const uint4*>(entries);
    row.biases = p.tables.biases + static_cast<size_t>(table) * p.tables.mostBiases;
  }
  const int position = p.positions[p.rowIds[index]] + 1;
  const RowFault fault = table >= 0 ? choose<true>(p, row, position, bins, shared)
                                    : choose<false>(p, row, position, bins, shared);
  __syncthreads();
  const bool sound = fault == RowFault::none;
  if (threadIdx.x == 0) {
    p.tokens[index] = sound ? shared.token : 0;
    p.faults[index] = fault;
    if (sound && table >= 0 && (entries[shared.token] & entryCount) < entryCount) ++entries[shared.token];
  }
  if (parameters.logprobs > 0 && p.logprobs != nullptr) {
    TokenLogprob* to = p.logprobs + static_cast<size_t>(index) * (1 + mostLogprobs);
    if (sound) {
      report(p, row, min(parameters.logprobs, mostLogprobs), to, bins, shared);
    } else if (threadIdx.x <= mostLogprobs) {
      to[threadIdx.x] = {-1, 0.f};
    }
  }
  __syncthreads();
}

__global__ void __launch_bounds__(kThreads, kCtasPerSm) slotSamplingKernel(SlotSampling p) {
  extern __shared__ __align__(16) unsigned bins[];
  __shared__ Shared shared;
  const int stride = gridDim.x;
  for (int first = blockIdx.x; first < p.rows; first += stride * kThreads) {
    const int own = first + static_cast<int>(threadIdx.x) * stride;
    const unsigned turns = __ballot_sync(kAllLanes, own < p.rows && p.slots[own] >= 0);
    if (threadIdx.x % 32 == 0) shared.turns[threadIdx.x / 32] = turns;
    __syncthreads();
    for (int w = 0; w < kWarps; ++w) {
      for (unsigned left = shared.turns[w]; left != 0; left &= left - 1) {
        sampleRow(p, first + (32 * w + __ffs(left) - 1) * stride, bins, shared);
      }
    }
    __syncthreads();
  }
}

}  // namespace

void slotSampling(const SlotSampling& p, const Placement& placement) {
  require(p.rows > 0 && p.known > 0 && p.known <= p.tables.vocabulary, "sampling needs rows and a vocabulary");
  require(p.tables.vocabulary % 8 == 0, "vocabulary must be a multiple of 8");
  require(p.tables.slots > 0, "sampling by slots needs slots");
  constexpr int kBytes = kBins * static_cast<int>(sizeof(unsigned));
  check(cudaFuncSetAttribute(slotSamplingKernel, cudaFuncAttributeMaxDynamicSharedMemorySize, kBytes));
  slotSamplingKernel<<<placement.ctas(p.rows, kCtasPerSm), kThreads, kBytes, placement.stream>>>(p);
  check(cudaGetLastError());
}

}  // namespace nanoflow

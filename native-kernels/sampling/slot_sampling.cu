#include "slot_sampling.h"

#include "../device/cuda_check.h"
#include "../device/index_check.cuh"
#include "philox.cuh"
#include "sampling_filter.cuh"

namespace nanoflow {
namespace {

using namespace slots;

constexpr int kCtasPerSm = 4;

struct Shared {
  unsigned bins[kBins];
  ListMemory list;
  WarpFigures figures;
  HistogramFigures histogram;
  float threadPeaks[kThreads];
  unsigned turns[kWarps];  // bit i of word w: whether row 32 w + i of the CTA's has a slot
  int token, found;
  float bound;
  TokenLogprob listed[mostLogprobs];

  __device__ Workspace workspace() { return {bins, figures, histogram, &found}; }
};

/** The lowest token that has the largest value. */
template <bool Adjusted>
__device__ __noinline__ void likeliest(const Row& row, float peak, int* token) {
  if (threadIdx.x == 0) *token = INT_MAX;
  __syncthreads();
  int lowest = INT_MAX;
  WholeRow<Adjusted>{row}.forEachFrom(rounded(peak), [&](int each, float value) {
    if (value == peak) lowest = min(lowest, each);
  });
  lowest = __reduce_min_sync(kAllLanes, lowest);
  if (threadIdx.x % 32 == 0) atomicMin(token, lowest);
}

/** Whether the list has all tokens that top-p of all keeps. */
__device__ inline bool sufficient(const Row& row, const List& list, const Measured& measured, WarpFigures& figures) {
  // Both masses are sums in fp32.
  constexpr double kRounding = 1e-5;
  double mass = 0;
  list.forEachFrom(kLowest, [&](int, float value) { mass += weightOf(row, rounded(value), measured.peak); });
  mass = sumLanes(mass);
  __syncthreads();
  if (threadIdx.x % 32 == 0) figures.masses[threadIdx.x / 32] = mass;
  __syncthreads();
  return targetOf(figures, 1) >= row.parameters->topP * measured.mass * (1 + kRounding);
}

template <typename Source>
__device__ void filterAndDraw(const Row& row, const Source& source, const Filters& filters, const Measured& measured,
                              float least, double uniform, Shared& shared) {
  const Kept kept = filter(row, source, filters, measured, least, shared.workspace());
  const float peak = row.entries == nullptr ? measured.peak : keptPeak(source, kept, shared.figures);
  source.sum(kept, peak, shared.figures);
  source.draw(kept, peak, uniform, shared.figures, &shared.token);
}

/** Writes the token of a row to `shared.token`. @returns why it has none */
template <bool Adjusted>
__device__ RowFault choose(const SlotSampling& p, Row& row, int position, Shared& shared) {
  const SlotParameters& parameters = *row.parameters;
  const bool greedy = parameters.temperature == 0;
  const Filters filters(parameters, p.known);
  row.scaleLog2 = greedy ? log2OfE : log2OfE / parameters.temperature;
  const Measured measured = measure<Adjusted>(row, !greedy && filters.any(), shared.figures);
  if (measured.fault != RowFault::none) return measured.fault;
  if (greedy) {
    likeliest<Adjusted>(row, measured.peak, &shared.token);
    return RowFault::none;
  }
  const WholeRow<Adjusted> whole{row};
  const double uniform = philoxUniform(parameters.seedLow, parameters.seedHigh, position);
  if (!filters.any()) {
    whole.draw(Kept::all(), measured.peak, uniform, shared.figures, &shared.token);
    return RowFault::none;
  }
  const Bounds bounds =
      boundsOf(row, filters, measured, p.known, shared.threadPeaks, &shared.bound, shared.figures);
  const List list{row, shared.list};
  if (bounds.listSuffices != Bounds::unlikely && collect<Adjusted>(row, bounds.list, shared.list) &&
      (bounds.listSuffices == Bounds::sure || sufficient(row, list, measured, shared.figures))) {
    filterAndDraw(row, list, filters, measured, bounds.list, uniform, shared);
  } else {
    filterAndDraw(row, whole, filters, measured, bounds.row, uniform, shared);
  }
  return RowFault::none;
}

/** Finds the `wanted` likeliest tokens. @returns how many there are, in `shared.listed`, in any order */
template <typename Source>
__device__ int listLikeliest(const Row& row, const Source& source, const Measured& measured, float least, int wanted,
                             Shared& shared) {
  const Goal goal{0, wanted};
  Histogram histogram{shared.bins, measured.peak, keyOf(measured.peak), least};
  const Found last = locate(row, source, histogram, goal, shared.histogram);
  const float value = valueOf(histogram.peakKey - last.distance);
  const int needed = neededOf(last, goal);
  Kept kept{value, INT_MAX};
  if (needed < last.count) kept.last = source.occurrence(value, needed - 1, shared.figures, &shared.found);
  __syncthreads();
  if (threadIdx.x == 0) shared.found = 0;
  __syncthreads();
  source.forEachFrom(value, [&](int token, float logit) {
    if (!kept.has(logit, token)) return;
    const int at = atomicAdd(&shared.found, 1);
    if (at < mostLogprobs) shared.listed[at] = {token, logit};
  });
  __syncthreads();
  return min(shared.found, wanted);
}

/** Writes log probabilities of the chosen token and the `wanted` likeliest ones, these in the row's order. */
__device__ __noinline__ void report(Row& row, int wanted, TokenLogprob* to, Shared& shared) {
  row.scaleLog2 = log2OfE;
  const Measured measured = measure<false>(row, false, shared.figures);
  const float least = rankOfThreads(measured.ownPeak, wanted, shared.threadPeaks, &shared.bound);
  const int found = collect<false>(row, least, shared.list)
                        ? listLikeliest(row, List{row, shared.list}, measured, least, wanted, shared)
                        : listLikeliest(row, WholeRow<false>{row}, measured, least, wanted, shared);
  if (threadIdx.x >= 32) return;
  const float logMass = static_cast<float>(log(measured.mass));
  const int lane = threadIdx.x;
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

__device__ void sampleRow(const SlotSampling& p, int index, Shared& shared) {
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
  // Whatever happens, nobody follows what another row left here.
  if (threadIdx.x == 0) shared.token = 0;
  const int position = p.positions[p.rowIds[index]] + 1;
  const RowFault fault = table >= 0 ? choose<true>(p, row, position, shared)
                                    : choose<false>(p, row, position, shared);
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
      report(row, min(parameters.logprobs, mostLogprobs), to, shared);
    } else if (threadIdx.x <= mostLogprobs) {
      to[threadIdx.x] = {-1, 0.f};
    }
  }
  __syncthreads();
}

__global__ void __launch_bounds__(kThreads, kCtasPerSm) slotSamplingKernel(SlotSampling p) {
  extern __shared__ __align__(16) unsigned char memory[];
  Shared& shared = *reinterpret_cast<Shared*>(memory);
  const int stride = gridDim.x;
  for (int first = blockIdx.x; first < p.rows; first += stride * kThreads) {
    const int own = first + static_cast<int>(threadIdx.x) * stride;
    const unsigned turns = __ballot_sync(kAllLanes, own < p.rows && p.slots[own] >= 0);
    if (threadIdx.x % 32 == 0) shared.turns[threadIdx.x / 32] = turns;
    __syncthreads();
    for (int w = 0; w < kWarps; ++w) {
      for (unsigned left = shared.turns[w]; left != 0; left &= left - 1) {
        sampleRow(p, first + (32 * w + __ffs(left) - 1) * stride, shared);
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
  constexpr int kBytes = sizeof(Shared);
  check(cudaFuncSetAttribute(slotSamplingKernel, cudaFuncAttributeMaxDynamicSharedMemorySize, kBytes));
  slotSamplingKernel<<<placement.ctas(p.rows, kCtasPerSm), kThreads, kBytes, placement.stream>>>(p);
  check(cudaGetLastError());
}

}  // namespace nanoflow

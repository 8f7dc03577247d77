#include "sampling_topp.h"

#include <cmath>

#include "../device/cuda_check.h"
#include "../device/exp2.cuh"
#include "sampling_nucleus.cuh"

namespace nanoflow {
namespace {

using namespace nucleus;

constexpr int kCtasPerSm = 2;

__global__ void __launch_bounds__(kThreads, kCtasPerSm) topPSamplingKernel(TopPSampling p, float scaleLog2) {
  extern __shared__ unsigned bins[];
  __shared__ RowShared rowShared;
  __shared__ HistogramShared shared;
  for (int index = blockIdx.x; index < p.rows; index += gridDim.x) {
    Row row{reinterpret_cast<const uint4*>(p.logits + static_cast<size_t>(index) * p.vocabulary), p.vocabulary / 8,
            scaleLog2};
    const double mass = measure(row, rowShared);
    if (threadIdx.x == 0) p.faults[index] = row.fault;
    if (row.fault != RowFault::none) {
      if (threadIdx.x == 0) p.tokens[index] = 0;
      continue;
    }
    // Tokens of less than this weight cannot fill what the nucleus leaves, however many there are.
    row.least = leastLogit(row, static_cast<float>((1 - p.topP) * mass / p.vocabulary));

    Histogram histogram{bins};
    const double wanted = p.topP * mass;
    const Found last = locate(row, histogram, wanted, shared);
    const int needed = clampedCount(ceil((wanted - last.before) / last.weight), 1, last.count);
    const double target = p.uniforms[index] * (last.before + needed * static_cast<double>(last.weight));
    const Found chosen = locate(row, histogram, target, shared);
    const int tied = chosen.distance == last.distance ? needed : chosen.count;
    const int rank = clampedCount(floor((target - chosen.before) / chosen.weight), 0, tied - 1);
    writeOccurrence(row, row.peakKey - chosen.distance, rank, p.tokens + index, rowShared);
  }
}

}  // namespace

void topPSampling(const TopPSampling& p, const Placement& placement) {
  require(p.rows > 0 && p.vocabulary > 0, "sampling needs rows and a vocabulary");
  require(p.vocabulary % 8 == 0, "vocabulary must be a multiple of 8");
  require(p.topP > 0 && p.topP <= 1, "top-p must be above 0 and at most 1");
  require(p.temperature > 0, "the temperature must be above 0; greedy sampling is its limit");
  constexpr int kBytes = kBins * static_cast<int>(sizeof(unsigned));
  check(cudaFuncSetAttribute(topPSamplingKernel, cudaFuncAttributeMaxDynamicSharedMemorySize, kBytes));
  const float scaleLog2 = log2OfE / p.temperature;
  topPSamplingKernel<<<placement.ctas(p.rows, kCtasPerSm), kThreads, kBytes, placement.stream>>>(p, scaleLog2);
  check(cudaGetLastError());
}

}  // namespace nanoflow

#pragma once

#include "decode_accumulator.cuh"

/** Results of decode attention: whole items go to the output, parts to scratch until the last one merges them. */
namespace nanoflow::decode {

template <int Head>
constexpr int kPartialFloats = kGroupRows * (Head + 2);

/** Scratch of one part of an item: unnormalised outputs [8, Head], then (peak, mass) [8]. */
template <int Head>
__device__ float* partialOf(const DecodeAttention& p, int worker, bool firstOfWorker) {
  return p.partials + (2 * static_cast<size_t>(worker) + (firstOfWorker ? 0 : 1)) * kPartialFloats<Head>;
}

/** The worker whose part of `total` tiles holds tile `flat`: parts begin at floor(total * w / workers). */
__device__ inline int workerOf(int flat, int total, int workers) {
  return static_cast<int>((static_cast<long long>(flat + 1) * workers - 1) / total);
}

__device__ inline int partBegin(int worker, int total, int workers) {
  return static_cast<int>(static_cast<long long>(total) * worker / workers);
}

template <int Head>
__device__ void writeOutput(const DecodeAttention& p, const Accumulator<Head>& sum, const TileCursor& at, int group) {
  const int lane = threadIdx.x % 32;
  __nv_bfloat16* row = p.output + static_cast<size_t>(at.request) * p.queryHeads * Head + at.head * group * Head;
#pragma unroll
  for (int j = 0; j < 4; ++j) {
    const int head = 2 * (lane % 4) + (j & 1);
    if (head >= group) continue;
    const float scale = 1.f / sum.mass[j & 1];
#pragma unroll
    for (int i = 0; i < Head / 16; ++i) {
      row[head * Head + 16 * i + lane / 4 + (j >= 2 ? 8 : 0)] = __float2bfloat16_rn(sum.output[i][j] * scale);
    }
  }
}

template <int Head>
__device__ void writePartial(float* to, const Accumulator<Head>& sum, int group) {
  const int lane = threadIdx.x % 32;
#pragma unroll
  for (int j = 0; j < 4; ++j) {
    const int head = 2 * (lane % 4) + (j & 1);
    if (head >= group) continue;
#pragma unroll
    for (int i = 0; i < Head / 16; ++i) to[head * Head + 16 * i + lane / 4 + (j >= 2 ? 8 : 0)] = sum.output[i][j];
    if (lane / 4 == 0 && j < 2) {
      to[kGroupRows * Head + 2 * head] = sum.peak[j];
      to[kGroupRows * Head + 2 * head + 1] = sum.mass[j];
    }
  }
}

/** Merges the parts of an item held by workers `from` to `to`, in worker order. */
template <int Head>
__device__ void mergePartials(const DecodeAttention& p, const TileCursor& at, int group, int itemBegin, int from,
                              int to, int total, int workers) {
  const int lane = threadIdx.x % 32;
  constexpr int kWidth = Head / 32;
  for (int head = 0; head < group; ++head) {
    float peak = -INFINITY, mass = 0.f, value[kWidth] = {};
    for (int worker = from; worker <= to; ++worker) {
      const float* part = partialOf<Head>(p, worker, partBegin(worker, total, workers) >= itemBegin);
      const float partPeak = __ldcg(part + kGroupRows * Head + 2 * head);
      const float partMass = __ldcg(part + kGroupRows * Head + 2 * head + 1);
      const float newPeak = fmaxf(peak, partPeak);
      const float keep = exp2f(peak - newPeak), take = exp2f(partPeak - newPeak);
      peak = newPeak;
      mass = mass * keep + partMass * take;
#pragma unroll
      for (int d = 0; d < kWidth; ++d) {
        value[d] = value[d] * keep + __ldcg(part + head * Head + d * 32 + lane) * take;
      }
    }
    __nv_bfloat16* row =
        p.output + static_cast<size_t>(at.request) * p.queryHeads * Head + (at.head * group + head) * Head;
#pragma unroll
    for (int d = 0; d < kWidth; ++d) row[d * 32 + lane] = __float2bfloat16_rn(value[d] / mass);
  }
}

}  // namespace nanoflow::decode

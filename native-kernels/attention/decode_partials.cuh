#pragma once

#include "decode_accumulator.cuh"
#include "decode_accumulator_fp8.cuh"

/** Results of decode attention: whole items go to the output, parts to scratch until the last one merges them. */
namespace nanoflow::decode {

/** Unnormalised outputs of one head's queries [8, Head], then their (peak, mass) [8]. */
template <int Head>
constexpr int kHeadFloats = kGroupRows * (Head + 2);

/** Scratch of one part of an item, head by head. */
template <int Head, int Heads>
__device__ float* partialOf(const DecodeAttention& p, int worker, bool firstOfWorker) {
  return p.partials + (2 * static_cast<size_t>(worker) + (firstOfWorker ? 0 : 1)) * Heads * kHeadFloats<Head>;
}

/** The worker whose part of `total` tiles holds tile `flat`: parts begin at floor(total * w / workers). */
__device__ inline int workerOf(int flat, int total, int workers) {
  return static_cast<int>((static_cast<long long>(flat + 1) * workers - 1) / total);
}

__device__ inline int partBegin(int worker, int total, int workers) {
  return static_cast<int>(static_cast<long long>(total) * worker / workers);
}

/** Writes a whole item; the transposed sums are turned so that a lane stores 16 bytes of query g at a time. */
template <int Head, int Heads>
__device__ void writeOutput(const DecodeAttention& p, const Accumulator<Head, Heads>& sum, const TileCursor<Heads>& at,
                            int group) {
  const int query = threadIdx.x % 32 / 4, quarter = threadIdx.x % 4;
#pragma unroll
  for (int h = 0; h < Heads; ++h) {
    const float scale[2] = {1.f / sum.mass[h][0], 1.f / sum.mass[h][1]};
    const int head = (at.run * Heads + h) * group + query;
    __nv_bfloat16* row = p.output + (static_cast<size_t>(at.request) * p.queryHeads + head) * Head + quarter * 8;
#pragma unroll
    for (int i = 0; i < Head / 32; ++i) {
      uint32_t packed[4];
#pragma unroll
      for (int k = 0; k < 4; ++k) {
        const float* pair = sum.output[h][2 * i + k / 2] + k % 2 * 2;
        packed[k] = transpose8x8(packBf16(pair[0] * scale[0], pair[1] * scale[1]));
      }
      transposeQuad(packed);
      if (query >= group) continue;
      *reinterpret_cast<uint4*>(row + i * 32) = make_uint4(packed[0], packed[1], packed[2], packed[3]);
    }
  }
}

/** The same in FP8, whose fragments hold the even dimensions of a chunk of 16 and the odd ones: a lane stores 8 bytes. */
template <int Head, int Heads>
__device__ void writeOutput(const DecodeAttention& p, const Fp8Accumulator<Head, Heads>& sum,
                            const TileCursor<Heads>& at, int group) {
  const int query = threadIdx.x % 32 / 4, quarter = threadIdx.x % 4;
#pragma unroll
  for (int h = 0; h < Heads; ++h) {
    const float scale[2] = {1.f / sum.mass[h][0], 1.f / sum.mass[h][1]};
    const int head = (at.run * Heads + h) * group + query;
    __nv_bfloat16* row = p.output + (static_cast<size_t>(at.request) * p.queryHeads + head) * Head + quarter * 4;
#pragma unroll
    for (int i = 0; i < Head / 16; ++i) {
      const float(&pairs)[4] = sum.output[h][i];
      const uint32_t even = transpose8x8(packBf16(pairs[0] * scale[0], pairs[1] * scale[1]));
      const uint32_t odd = transpose8x8(packBf16(pairs[2] * scale[0], pairs[3] * scale[1]));
      if (query >= group) continue;
      *reinterpret_cast<uint2*>(row + i * 16) = make_uint2(__byte_perm(even, odd, 0x5410), __byte_perm(even, odd, 0x7632));
    }
  }
}

template <int Head, int Heads, template <int, int> typename Accumulator>
__device__ void writePartial(float* part, const Accumulator<Head, Heads>& sum, int group) {
  const int lane = threadIdx.x % 32;
#pragma unroll
  for (int h = 0; h < Heads; ++h, part += kHeadFloats<Head>) {
#pragma unroll
    for (int j = 0; j < 4; ++j) {
      const int query = 2 * (lane % 4) + (j & 1);
      if (query >= group) continue;
#pragma unroll
      for (int i = 0; i < Head / 16; ++i) {
        part[query * Head + sum.dimension(i, lane / 4, j / 2)] = sum.output[h][i][j];
      }
      if (lane / 4 == 0 && j < 2) {
        part[kGroupRows * Head + 2 * query] = sum.peak[h][j];
        part[kGroupRows * Head + 2 * query + 1] = sum.mass[h][j];
      }
    }
  }
}

/**
 * Merges the parts of an item held by workers `from` to `to`, in worker order. Lane r keeps the peak and mass of query r;
 * the outputs of all queries are loaded before any is used, since every load takes most of a microsecond.
 */
template <int Head, int Heads>
__device__ void mergePartials(const DecodeAttention& p, const TileCursor<Heads>& at, int group, int itemBegin, int from,
                              int to, int total, int workers) {
  constexpr int kRows = Heads * kGroupRows, kWidth = Head / 32;
  struct alignas(4 * kWidth) Values {
    float of[kWidth];
  };
  const int lane = threadIdx.x % 32;
  // Only the first worker may have begun with an earlier item.
  const bool firstBeginsHere = partBegin(from, total, workers) >= itemBegin;
  const auto partOf = [&](int worker) { return partialOf<Head, Heads>(p, worker, worker > from || firstBeginsHere); };
  const auto stateOf = [&](const float* part) {
    const int row = lane % kRows;
    const float* state = part + row / kGroupRows * kHeadFloats<Head> + kGroupRows * Head + row % kGroupRows * 2;
    return __ldcg(reinterpret_cast<const float2*>(state));
  };
  float peak = -INFINITY, mass = 0.f;
#pragma unroll 8
  for (int worker = from; worker <= to; ++worker) {
    const float2 state = stateOf(partOf(worker));
    const float newPeak = fmaxf(peak, state.x);
    mass = mass * exp2f(peak - newPeak) + state.y * exp2f(state.x - newPeak);
    peak = newPeak;
  }
  Values sums[kRows] = {};
#pragma unroll 2
  for (int worker = from; worker <= to; ++worker) {
    const float* part = partOf(worker);
    const float factor = exp2f(stateOf(part).x - peak);
    Values values[kRows];
#pragma unroll
    for (int r = 0; r < kRows; ++r) {
      if (r % kGroupRows >= group) continue;
      const float* row = part + r / kGroupRows * kHeadFloats<Head> + r % kGroupRows * Head;
      if constexpr (kWidth == 4) {
        const float4 loaded = __ldcg(reinterpret_cast<const float4*>(row) + lane);
        values[r] = {loaded.x, loaded.y, loaded.z, loaded.w};
      } else {
        const float2 loaded = __ldcg(reinterpret_cast<const float2*>(row) + lane);
        values[r] = {loaded.x, loaded.y};
      }
    }
#pragma unroll
    for (int r = 0; r < kRows; ++r) {
      if (r % kGroupRows >= group) continue;
      const float take = __shfl_sync(kAllLanes, factor, r);
#pragma unroll
      for (int d = 0; d < kWidth; ++d) sums[r].of[d] += values[r].of[d] * take;
    }
  }
#pragma unroll
  for (int r = 0; r < kRows; ++r) {
    if (r % kGroupRows >= group) continue;
    const float scale = 1.f / __shfl_sync(kAllLanes, mass, r);
    const int head = (at.run * Heads + r / kGroupRows) * group + r % kGroupRows;
    __nv_bfloat16* row = p.output + (static_cast<size_t>(at.request) * p.queryHeads + head) * Head + lane * kWidth;
#pragma unroll
    for (int d = 0; d < kWidth; d += 2) {
      reinterpret_cast<__nv_bfloat162*>(row)[d / 2] =
          __floats2bfloat162_rn(sums[r].of[d] * scale, sums[r].of[d + 1] * scale);
    }
  }
}

}  // namespace nanoflow::decode

#pragma once

#include "../device/exp2.cuh"
#include "prefill_pipeline.cuh"
#include "../device/shared_clear.cuh"
#include "../device/warpgroup.cuh"

/** Arithmetic of a warpgroup of prefill attention. */
namespace nanoflow::prefill {

#if defined(__CUDA_ARCH_FEAT_SM90_ALL)

/** 64 rows of a warpgroup: query fragments, output and softmax state. A lane holds parts of rows g and g + 8. */
template <int Head, int Page, int Ctas>
struct WarpgroupRows {
  using Shape = Layout<Head, Page, Ctas>;

  uint32_t query[Head / 16][4];
  float output[Head / 2];
  float peak[2], mass[2];
  int position[2];
  int place[2];  // row of the output [tokens * queryHeads, Head], or -1

  /** Begins a work item; the output of the one before stays. */
  __device__ void begin(const RowTile& work, int queryHeads, uint32_t shared) {
    const int lane = threadIdx.x % 32, warpRow = (threadIdx.x / 32 - 4) * 16;
    const int line = warpRow + lane % 16;
#pragma unroll
    for (int i = 0; i < Head / 16; ++i) {
      loadMatrices(query[i], shared + line * Head * 2 + kvChunk(2 * i + lane / 16, line) * 16);
    }
#pragma unroll
    for (int half = 0; half < 2; ++half) {
      const int row = work.firstRow + warpRow + lane / 4 + 8 * half;
      position[half] = work.position(row);
      place[half] = row < work.rows ? static_cast<int>(work.offset(row, queryHeads, 1)) : -1;
      peak[half] = -INFINITY;
      mass[half] = 0.f;
    }
  }

  /** Starts score = query keys^T. */
  __device__ void startScores(float (&score)[kKeys / 2], uint32_t keys) const {
    pinRegisters(score);
    beginWarpgroupProducts();
#pragma unroll
    for (int i = 0; i < Head / 16; ++i) {
      const uint32_t address = keys + i / 4 * swizzledBlockBytes + i % 4 * 32;
      multiplyWarpgroup<false>(score, query[i], operandDescriptor(address, Shape::eightTokenBytes), i > 0);
    }
    commitWarpgroupProducts();
  }

  /** Scores as the A operand of the second product: the accumulator's registers, 16 tokens a step, rounded. */
  __device__ static void round(const float (&score)[kKeys / 2], uint32_t (&weights)[kKeys / 16][4]) {
#pragma unroll
    for (int k = 0; k < kKeys / 16; ++k) {
#pragma unroll
      for (int j = 0; j < 4; ++j) weights[k][j] = packBf16(score[8 * k + 2 * j], score[8 * k + 2 * j + 1]);
    }
  }

  /** Starts output += weights values, or output = weights values for the first tile. */
  __device__ void startOutput(const uint32_t (&weights)[kKeys / 16][4], uint32_t values, bool first) {
    pinRegisters(output);
    beginWarpgroupProducts();
#pragma unroll
    for (int k = 0; k < kKeys / 16; ++k) {
      const uint64_t rows =
          transposedDescriptor(values + k * 2 * Shape::eightTokenBytes, swizzledBlockBytes, Shape::eightTokenBytes);
      multiplyWarpgroup<true>(output, weights[k], rows, k > 0 || !first);
    }
    commitWarpgroupProducts();
  }

  /** Hides keys after each row's position. */
  __device__ void mask(float (&score)[kKeys / 2], int firstKey) const {
    const int column = firstKey + 2 * (threadIdx.x % 4);
#pragma unroll
    for (int half = 0; half < 2; ++half) {
      const int visible = position[half] - column;
#pragma unroll
      for (int n = 0; n < kKeys / 8; ++n) {
        if (8 * n > visible) score[4 * n + 2 * half] = -INFINITY;
        if (8 * n + 1 > visible) score[4 * n + 2 * half + 1] = -INFINITY;
      }
    }
  }

  /** Turns scores into weights, exp2((score - peak) * scale); what was summed before is to be multiplied by `keep`. */
  __device__ void softmax(float (&score)[kKeys / 2], float scaleLog2, float (&keep)[2]) {
    float shift[2], sum[2][2] = {};
#pragma unroll
    for (int half = 0; half < 2; ++half) {
      float top = peak[half];
#pragma unroll
      for (int n = 0; n < kKeys / 8; ++n) {
        top = fmaxf(top, fmaxf(score[4 * n + 2 * half], score[4 * n + 2 * half + 1]));
      }
      top = fmaxf(top, __shfl_xor_sync(kAllLanes, top, 1));
      top = fmaxf(top, __shfl_xor_sync(kAllLanes, top, 2));
      keep[half] = exp2Fast((peak[half] - top) * scaleLog2);
      peak[half] = top;
      shift[half] = top * scaleLog2;
    }
#pragma unroll
    for (int i = 0; i < kKeys / 2; ++i) {
      const int half = i / 2 % 2;
      score[i] = exp2Fast(fmaf(score[i], scaleLog2, -shift[half]));
      sum[half][i % 2] += score[i];
    }
#pragma unroll
    for (int half = 0; half < 2; ++half) mass[half] = mass[half] * keep[half] + (sum[half][0] + sum[half][1]);
  }

  __device__ void rescale(const float (&keep)[2]) {
#pragma unroll
    for (int i = 0; i < Head / 2; ++i) output[i] *= keep[i / 2 % 2];
  }
};

/**
 * By each consumer on its own: zeros the values of a tile from token `valid` on, which may be another sequence's: a
 * weight of zero would keep a NaN. Both write the same zeros, so neither waits for the other.
 */
template <typename Shape>
__device__ void clearTail(uint32_t values, int valid, int consumer) {
  constexpr int kBlocks = Shape::eightTokenBytes / swizzledBlockBytes;  // of 64 dimensions
  constexpr int kBlockRowBytes = swizzledBlockBytes / 8;
#pragma unroll 1
  for (int i = threadIdx.x % 128; i < (kKeys - valid) * kBlocks; i += 128) {
    const int token = valid + i / kBlocks;
    const uint32_t at = values + token / 8 * Shape::eightTokenBytes + i % kBlocks * swizzledBlockBytes +
                        token % 8 * kBlockRowBytes;
    clearShared(at, at + kBlockRowBytes, 0, 1);
  }
  fenceWritesForCopies();
  asm volatile("bar.sync %0, 128;" ::"r"(1 + kConsumers + consumer) : "memory");
}

/** Divides the sums of a work item by their masses and writes them. */
template <int Head>
__device__ void store(__nv_bfloat16* to, const float (&output)[Head / 2], const float (&mass)[2],
                      const int (&place)[2]) {
#pragma unroll
  for (int half = 0; half < 2; ++half) {
    float whole = mass[half] + __shfl_xor_sync(kAllLanes, mass[half], 1);
    whole += __shfl_xor_sync(kAllLanes, whole, 2);
    const float scale = 1.f / whole;
    __nv_bfloat16* row = to + static_cast<size_t>(max(place[half], 0)) * Head + threadIdx.x % 4 * 8;
#pragma unroll
    for (int block = 0; block < Head / 32; ++block) {
      uint32_t packed[4];
#pragma unroll
      for (int i = 0; i < 4; ++i) {
        const int at = (block * 4 + i) * 4 + 2 * half;
        packed[i] = packBf16(output[at] * scale, output[at + 1] * scale);
      }
      transposeQuad(packed);
      if (place[half] < 0) continue;
      *reinterpret_cast<uint4*>(row + block * 32) = make_uint4(packed[0], packed[1], packed[2], packed[3]);
    }
  }
}

#endif

}  // namespace nanoflow::prefill

#pragma once

#include "decode_accumulator.cuh"
#include "decode_accumulator_fp8.cuh"
#include "../device/vector_types.cuh"

/** Queries of decode attention, from memory into fragments. Lane (g, t) holds query g, as long as the group has it. */
namespace nanoflow::decode {

template <int Head, int Heads>
__device__ void loadQueries(const DecodeAttention& p, const TileCursor<Heads>& at, int group, float scaleLog2,
                            Queries<Head, Heads>& query) {
  const int lane = threadIdx.x % 32;
  const bool present = lane / 4 < group;
  query.scaleLog2 = scaleLog2;
#pragma unroll
  for (int h = 0; h < Heads; ++h) {
    const int head = (at.run * Heads + h) * group + (present ? lane / 4 : 0);
    const __nv_bfloat16* row = p.query + static_cast<size_t>(at.request) * p.queryStride + head * Head + 2 * (lane % 4);
#pragma unroll
    for (int i = 0; i < Head / 16; ++i) {
      query.fragments[h][i][0] = present ? *reinterpret_cast<const uint32_t*>(row + 16 * i) : 0;
      query.fragments[h][i][1] = present ? *reinterpret_cast<const uint32_t*>(row + 16 * i + 8) : 0;
    }
  }
}

/** The power of two at or below a magnitude; of tiny ones 2^-100, so that its inverse is finite. */
__device__ inline float powerBelow(float magnitude) {
  return fmaxf(__uint_as_float(__float_as_uint(magnitude) & 0x7f800000u), 0x1p-100f);
}

template <int Head, int Heads>
__device__ void loadQueries(const DecodeAttention& p, const TileCursor<Heads>& at, int group, float scaleLog2,
                            Fp8Queries<Head, Heads>& query) {
  const int lane = threadIdx.x % 32;
  const bool present = lane / 4 < group;
#pragma unroll
  for (int h = 0; h < Heads; ++h) {
    const int head = (at.run * Heads + h) * group + (present ? lane / 4 : 0);
    const __nv_bfloat16* row = p.query + static_cast<size_t>(at.request) * p.queryStride + head * Head + 4 * (lane % 4);
    float2 pairs[Head / 16][2];
    float amax = 0.f;
#pragma unroll
    for (int i = 0; i < Head / 16; ++i)
#pragma unroll
      for (int j = 0; j < 2; ++j) {
        // Rows are aligned to 4 bytes alone.
        const uint32_t bits = present ? *reinterpret_cast<const uint32_t*>(row + 16 * i + 2 * j) : 0;
        pairs[i][j] = __bfloat1622float2(*reinterpret_cast<const __nv_bfloat162*>(&bits));
        amax = fmaxf(amax, fmaxf(fabsf(pairs[i][j].x), fabsf(pairs[i][j].y)));
      }
    for (int offset = 1; offset < 4; offset *= 2) amax = fmaxf(amax, __shfl_xor_sync(kAllLanes, amax, offset));
    const float unit = powerBelow(amax), inverse = 1.f / unit;
#pragma unroll
    for (int j = 0; j < 2; ++j) {
      query.scaleLog2[h][j] = __shfl_sync(kAllLanes, unit, (2 * (lane % 4) + j) * 4) * scaleLog2;
#pragma unroll
      for (int i = 0; i < Head / 16; ++i) {
        query.fragments[h][i][j] = packHalves(pairs[i][j].x * inverse, pairs[i][j].y * inverse);
      }
    }
  }
}

}  // namespace nanoflow::decode

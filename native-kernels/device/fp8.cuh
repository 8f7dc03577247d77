#pragma once

#include <cuda_fp8.h>

#include <cfloat>

#include "vector_types.cuh"
#include "warp.cuh"

/**
 * Rows in FP8 (e4m3, Micikevicius et al. 2022), each with a float32 scale: value = stored * scale. The scale follows from
 * the row's own largest magnitude, so nothing is calibrated.
 *
 * Not a number stays so, and leaves the rest of its row alone. Infinities count as the largest float32.
 */
namespace nanoflow {

/** Largest magnitude that e4m3 holds. */
inline constexpr float kFp8Most = 448.f;

/** Least magnitude that a scale is made for, 2^-100: so a row of zeros has one, and its inverse is finite. */
inline constexpr float kFp8LeastAmax = 0x1p-100f;

/** The larger magnitude; NaN does not count. */
__device__ inline float largerMagnitude(float largest, float value) { return fmaxf(largest, fabsf(value)); }

__device__ inline float largestMagnitude(const Float8& vector, float before) {
#pragma unroll
  for (int i = 0; i < 8; ++i) before = largerMagnitude(before, vector.values[i]);
  return before;
}

/** Magnitude that 448 stands for, of a row whose largest is `amax`. */
__device__ inline float fp8Range(float amax) { return fminf(fmaxf(amax, kFp8LeastAmax), FLT_MAX); }

/** Eight values times `inverse`, to nearest even and clamped. */
__device__ inline uint2 toFp8(const Float8& wide, float inverse) {
  unsigned short pairs[4];
#pragma unroll
  for (int i = 0; i < 4; ++i) {
    const float2 pair = make_float2(wide.values[2 * i] * inverse, wide.values[2 * i + 1] * inverse);
    pairs[i] = __nv_cvt_float2_to_fp8x2(pair, __NV_SATFINITE, __NV_E4M3);
  }
  return make_uint2(pairs[0] | pairs[1] << 16, pairs[2] | pairs[3] << 16);
}

/** As store8Once. */
__device__ inline void store8Once(__nv_fp8_e4m3* to, uint2 packed) {
  asm volatile("st.global.L1::no_allocate.v2.u32 [%0], {%1, %2};" ::"l"(to), "r"(packed.x), "r"(packed.y) : "memory");
}

}  // namespace nanoflow

#pragma once

#include <cuda_bf16.h>

namespace nanoflow {

/** Eight bf16 values moved by one 16-byte access. */
struct alignas(16) Bf16x8 {
  __nv_bfloat162 pairs[4];
};

struct Float8 {
  float values[8];
};

__device__ inline Float8 toFloat(const Bf16x8& packed) {
  Float8 wide;
#pragma unroll
  for (int i = 0; i < 4; ++i) {
    const float2 pair = __bfloat1622float2(packed.pairs[i]);
    wide.values[2 * i] = pair.x;
    wide.values[2 * i + 1] = pair.y;
  }
  return wide;
}

__device__ inline Bf16x8 toBf16(const Float8& wide) {
  Bf16x8 packed;
#pragma unroll
  for (int i = 0; i < 4; ++i) packed.pairs[i] = __floats2bfloat162_rn(wide.values[2 * i], wide.values[2 * i + 1]);
  return packed;
}

__device__ inline Bf16x8 load8(const __nv_bfloat16* from) { return *reinterpret_cast<const Bf16x8*>(from); }
__device__ inline void store8(__nv_bfloat16* to, const Bf16x8& value) { *reinterpret_cast<Bf16x8*>(to) = value; }

}  // namespace nanoflow

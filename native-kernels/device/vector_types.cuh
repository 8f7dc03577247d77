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

/*
 * By a plain vector type: nvcc 13.0 copies Bf16x8 itself pair by pair, in four accesses of 4 bytes, 16 bytes apart from one
 * lane to the next. Over NVLink that quarters the rate of stores.
 */
__device__ inline Bf16x8 load8(const __nv_bfloat16* from) {
  const uint4 bits = *reinterpret_cast<const uint4*>(from);
  return *reinterpret_cast<const Bf16x8*>(&bits);
}
__device__ inline void store8(__nv_bfloat16* to, const Bf16x8& value) {
  *reinterpret_cast<uint4*>(to) = *reinterpret_cast<const uint4*>(&value);
}

/*
 * Accesses that leave no line in the L1, for data that pass through a kernel once. The L2 treats them as any others, so
 * that the next kernel finds what was written. On an H200 a copy of 64 MB by plain accesses takes 22 us, by these 18 us,
 * and on 16 SMs plain stores are slower by half.
 */
__device__ inline Bf16x8 load8Once(const __nv_bfloat16* from) {
  uint4 value;
  asm volatile("ld.global.L1::no_allocate.v4.u32 {%0, %1, %2, %3}, [%4];"
               : "=r"(value.x), "=r"(value.y), "=r"(value.z), "=r"(value.w)
               : "l"(from));
  return *reinterpret_cast<const Bf16x8*>(&value);
}
__device__ inline void store8Once(__nv_bfloat16* to, const Bf16x8& packed) {
  const uint4 value = *reinterpret_cast<const uint4*>(&packed);
  asm volatile("st.global.L1::no_allocate.v4.u32 [%0], {%1, %2, %3, %4};" ::"l"(to), "r"(value.x), "r"(value.y),
               "r"(value.z), "r"(value.w)
               : "memory");
}

}  // namespace nanoflow

#pragma once

#include <cuda_fp16.h>
#include <cuda_fp8.h>

#include <cstdint>

/** Operands of matrix instructions (tensor_core.cuh) out of e4m3, whose numbers are all exact in fp16. */
namespace nanoflow {

/** Four numbers in e4m3 as two pairs in fp16. */
__device__ inline void halvesOf(uint32_t four, uint32_t& low, uint32_t& high) {
#if defined(__CUDA_ARCH__) && __CUDA_ARCH__ >= 890
  // The intrinsics take 16 bits, for which the compiler would shift the upper ones down.
  asm("{\n.reg .b16 l, h;\n"
      "mov.b32 {l, h}, %2;\n"
      "cvt.rn.f16x2.e4m3x2 %0, l;\n"
      "cvt.rn.f16x2.e4m3x2 %1, h;\n}"
      : "=r"(low), "=r"(high)
      : "r"(four));
#else
  const auto pairOf = [](uint32_t two) {
    const __half2_raw halves = __nv_cvt_fp8x2_to_halfraw2(static_cast<__nv_fp8x2_storage_t>(two), __NV_E4M3);
    return static_cast<uint32_t>(halves.x) | static_cast<uint32_t>(halves.y) << 16;
  };
  low = pairOf(four & 0xffff);
  high = pairOf(four >> 16);
#endif
}

__device__ inline uint32_t packHalves(float low, float high) {
  const __half2 pair = __floats2half2_rn(low, high);
  return *reinterpret_cast<const uint32_t*>(&pair);
}

/** c += a b, fp16 operands, fp32 accumulation; fragments as for bf16. */
__device__ inline void multiplyAccumulateHalves(float (&c)[4], const uint32_t (&a)[4], uint32_t b0, uint32_t b1) {
  asm volatile(
      "mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
      : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
      : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b0), "r"(b1));
}

}  // namespace nanoflow

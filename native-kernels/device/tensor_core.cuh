#pragma once

#include <cuda_bf16.h>

#include <cstdint>

#include "warp.cuh"

/**
 * Warp-level matrix instructions (PTX ISA, "Warp-level matrix instructions"). Fragment layouts, with g = lane / 4 and
 * t = lane % 4, for mma.m16n8k16: A a0 (g, 2t), a1 (g+8, 2t), a2 (g, 2t+8), a3 (g+8, 2t+8); B b0 (k 2t, n g),
 * b1 (k 2t+8, n g); C c0, c1 (g, 2t..), c2, c3 (g+8, 2t..); each 32-bit register holds two neighbours.
 */
namespace nanoflow {

__device__ inline uint32_t sharedAddress(const void* pointer) {
  return static_cast<uint32_t>(__cvta_generic_to_shared(pointer));
}

/** Four 8x8 bf16 matrices from shared memory; lanes 8i..8i+7 give the row addresses of matrix i. */
__device__ inline void loadMatrices(uint32_t (&out)[4], uint32_t rowAddress) {
  asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0,%1,%2,%3}, [%4];"
               : "=r"(out[0]), "=r"(out[1]), "=r"(out[2]), "=r"(out[3])
               : "r"(rowAddress)
               : "memory");
}

/** As loadMatrices, each matrix transposed. */
__device__ inline void loadMatricesTransposed(uint32_t (&out)[4], uint32_t rowAddress) {
  asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0,%1,%2,%3}, [%4];"
               : "=r"(out[0]), "=r"(out[1]), "=r"(out[2]), "=r"(out[3])
               : "r"(rowAddress)
               : "memory");
}

/** c += a b, bf16 operands, fp32 accumulation. */
__device__ inline void multiplyAccumulate(float (&c)[4], const uint32_t (&a)[4], uint32_t b0, uint32_t b1) {
  asm volatile(
      "mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
      : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
      : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b0), "r"(b1));
}

/** Transposes an 8x8 matrix of 16-bit values held one register a lane. */
__device__ inline uint32_t transpose8x8(uint32_t fragment) {
  uint32_t transposed;
  asm volatile("movmatrix.sync.aligned.m8n8.trans.b16 %0, %1;" : "=r"(transposed) : "r"(fragment));
  return transposed;
}

__device__ inline uint32_t packBf16(float low, float high) {
  const __nv_bfloat162 pair = __floats2bfloat162_rn(low, high);
  return *reinterpret_cast<const uint32_t*>(&pair);
}

/** Four registers a lane, lane t of a quad holding column t of each row: afterwards it holds row t. */
__device__ inline void transposeQuad(uint32_t (&r)[4]) {
  const bool odd = threadIdx.x & 1, upper = threadIdx.x & 2;
#pragma unroll
  for (int i = 0; i < 4; i += 2) {
    const uint32_t other = __shfl_xor_sync(kAllLanes, odd ? r[i] : r[i + 1], 1);
    (odd ? r[i] : r[i + 1]) = other;
  }
#pragma unroll
  for (int i = 0; i < 2; ++i) {
    const uint32_t other = __shfl_xor_sync(kAllLanes, upper ? r[i] : r[i + 2], 2);
    (upper ? r[i] : r[i + 2]) = other;
  }
}

}  // namespace nanoflow

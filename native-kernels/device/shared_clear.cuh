#pragma once

#include <cstdint>

/** Zeros in shared memory that copies of the background filled (async_copy.cuh, tensor_copy.cuh). */
namespace nanoflow {

/** Writes zeros to [from, end), both multiples of 16; called by all `lanes` threads. */
__device__ inline void clearShared(uint32_t from, uint32_t end, int lane, int lanes) {
#pragma unroll 1  // seldom run, so kept small
  for (uint32_t at = from + lane * 16; at < end; at += lanes * 16) {
    asm volatile("st.shared.v4.u32 [%0], {%1, %1, %1, %1};" ::"r"(at), "r"(0) : "memory");
  }
}

/**
 * Puts what the calling thread wrote before what warpgroup products read and bulk copies write afterwards: on 9.0 these
 * see shared memory by another proxy. Synchronise the writers with who starts those.
 */
__device__ inline void fenceWritesForCopies() {
#if defined(__CUDA_ARCH__) && __CUDA_ARCH__ >= 900
  asm volatile("fence.proxy.async.shared::cta;" ::: "memory");
#endif
}

}  // namespace nanoflow

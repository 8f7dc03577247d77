#pragma once

#include <cstdint>

#include "tensor_core.cuh"

/**
 * Copies from global to shared memory that complete in the background.
 *
 * Compute capability 9.0 uses bulk copies (cp.async.bulk, one thread issues up to a page at a time) that report to
 * an mbarrier; 8.x uses 16-byte cp.async by all lanes and commit groups. Both go through the same four calls, once
 * per tile and in this order: expectTile, copyToShared (any number), commitTile; later waitTile.
 */
namespace nanoflow {

#if defined(__CUDA_ARCH__) && __CUDA_ARCH__ >= 900
inline constexpr bool bulkCopies = true;
#else
inline constexpr bool bulkCopies = false;
#endif

/** One thread initialises a barrier before its first use; all users synchronise afterwards. */
__device__ inline void initTileBarrier(uint64_t* barrier) {
#if defined(__CUDA_ARCH__) && __CUDA_ARCH__ >= 900
  asm volatile("mbarrier.init.shared::cta.b64 [%0], 1;" ::"r"(sharedAddress(barrier)) : "memory");
  asm volatile("fence.mbarrier_init.release.cluster;" ::: "memory");
#endif
}

/** Announces the bytes of the next tile; called by the issuing thread (`lane` 0). */
__device__ inline void expectTile(uint64_t* barrier, uint32_t bytes, int lane) {
#if defined(__CUDA_ARCH__) && __CUDA_ARCH__ >= 900
  if (lane != 0) return;
  asm volatile("mbarrier.arrive.expect_tx.shared::cta.b64 _, [%0], %1;" ::"r"(sharedAddress(barrier)), "r"(bytes)
               : "memory");
#endif
}

/** Copies `bytes` (a multiple of 16, both addresses 16-byte aligned); called by all `lanes` threads. */
__device__ inline void copyToShared(void* to, const void* from, uint32_t bytes, uint64_t* barrier, int lane,
                                    int lanes) {
#if defined(__CUDA_ARCH__) && __CUDA_ARCH__ >= 900
  if (lane != 0) return;
  asm volatile("cp.async.bulk.shared::cluster.global.mbarrier::complete_tx::bytes [%0], [%1], %2, [%3];" ::"r"(
                   sharedAddress(to)),
               "l"(from), "r"(bytes), "r"(sharedAddress(barrier))
               : "memory");
#else
  for (uint32_t offset = lane * 16; offset < bytes; offset += lanes * 16) {
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16;" ::"r"(sharedAddress(to) + offset),
                 "l"(static_cast<const char*>(from) + offset)
                 : "memory");
  }
#endif
}

/** Closes a tile. Must be called once for every tile slot, also when nothing was copied. */
__device__ inline void commitTile() {
#if !defined(__CUDA_ARCH__) || __CUDA_ARCH__ < 900
  asm volatile("cp.async.commit_group;" ::: "memory");
#endif
}

/**
 * Waits for the oldest tile: `parity` is the barrier's phase, `Younger` the number of tiles committed after it. On 8.x
 * a thread sees only its own copies; synchronise the issuing threads afterwards.
 */
template <int Younger>
__device__ inline void waitTile(uint64_t* barrier, uint32_t parity) {
#if defined(__CUDA_ARCH__) && __CUDA_ARCH__ >= 900
  uint32_t done = 0;
  while (done == 0) {
    asm volatile(
        "{\n.reg .pred p;\n"
        "mbarrier.try_wait.parity.shared::cta.b64 p, [%1], %2;\n"
        "selp.u32 %0, 1, 0, p;\n}"
        : "=r"(done)
        : "r"(sharedAddress(barrier)), "r"(parity)
        : "memory");
  }
#else
  asm volatile("cp.async.wait_group %0;" ::"n"(Younger) : "memory");
#endif
}

/** One thread initialises a barrier that completes a phase after `arrivals`; fence, then synchronise all users. */
__device__ inline void initBarrier(uint64_t* barrier, int arrivals) {
  asm volatile("mbarrier.init.shared::cta.b64 [%0], %1;" ::"r"(sharedAddress(barrier)), "r"(arrivals) : "memory");
}

__device__ inline void arrive(uint64_t* barrier) {
  asm volatile("mbarrier.arrive.shared::cta.b64 _, [%0];" ::"r"(sharedAddress(barrier)) : "memory");
}

/** Copies 16 bytes by the calling thread, or writes zeros unless `present`. */
__device__ inline void copyChunk(uint32_t to, const void* from, bool present) {
  asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" ::"r"(to), "l"(from), "r"(present ? 16 : 0) : "memory");
}

/** Waits for every copyChunk of the calling thread. */
__device__ inline void waitChunks() { asm volatile("cp.async.wait_all;" ::: "memory"); }

}  // namespace nanoflow

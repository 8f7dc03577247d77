#pragma once

#include <cstdint>

#include "tensor_core.cuh"

/** Thread block clusters of compute capability 9.0: CTAs that reach each other's shared memory. */
namespace nanoflow {

#if defined(__CUDA_ARCH__) && __CUDA_ARCH__ >= 900

/** Number of this CTA in its cluster. */
__device__ inline int clusterRank() {
  uint32_t rank;
  asm volatile("mov.u32 %0, %%cluster_ctarank;" : "=r"(rank));
  return static_cast<int>(rank);
}

/** CTAs of this cluster. */
__device__ inline int clusterSize() {
  uint32_t size;
  asm volatile("mov.u32 %0, %%cluster_nctarank;" : "=r"(size));
  return static_cast<int>(size);
}

/** Waits for all threads of the cluster. */
__device__ inline void synchroniseCluster() {
  asm volatile("barrier.cluster.arrive.release;\nbarrier.cluster.wait.acquire;" ::: "memory");
}

/** What lies in CTA `rank` of the cluster where `local` lies in the shared memory of this one. */
template <typename T>
__device__ inline T* inCta(T* local, int rank) {
  T* remote;
  asm("mapa.u64 %0, %1, %2;" : "=l"(remote) : "l"(local), "r"(rank));
  return remote;
}

/** Arrives at the barrier that lies in CTA `rank` of the cluster where `barrier` lies in this one. */
__device__ inline void arriveAt(uint64_t* barrier, int rank) {
  asm volatile(
      "{\n.reg .b32 remote;\n"
      "mapa.shared::cluster.u32 remote, %0, %1;\n"
      "mbarrier.arrive.shared::cluster.b64 _, [remote];\n}" ::"r"(sharedAddress(barrier)),
      "r"(rank)
      : "memory");
}

#endif

}  // namespace nanoflow

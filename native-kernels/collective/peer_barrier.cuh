#pragma once

#include "../device/global_timer.cuh"
#include "peer_group.h"

namespace nanoflow {

__device__ inline void storeRelease(uint32_t* to, uint32_t value) {
  asm volatile("st.release.sys.global.u32 [%0], %1;" ::"l"(to), "r"(value) : "memory");
}

__device__ inline uint32_t loadAcquire(const uint32_t* from) {
  uint32_t value;
  asm volatile("ld.acquire.sys.global.u32 %0, [%1];" : "=r"(value) : "l"(from) : "memory");
  return value;
}

/** What a peer wrote before a meeting; never an earlier value that this SM has kept. */
__device__ inline uint64_t loadFromPeer(const uint64_t* from) {
  uint64_t value;
  asm volatile("ld.relaxed.sys.global.u64 %0, [%1];" : "=l"(value) : "l"(from) : "memory");
  return value;
}

/**
 * Meetings of the CTAs with the same index on all ranks. Each CTA tells each rank how many meetings it has come to, by a
 * number in that rank's memory that only grows, so nothing is reset between kernels and replays of a CUDA graph. What a
 * rank wrote before a meeting, in any memory, the others read after it.
 *
 * A rank may come late by any time, but after kPatience without it the kernel traps: an error instead of a hang.
 */
class PeerBarrier {
 public:
  __device__ explicit PeerBarrier(const PeerFlags& flags)
      : flags_(flags), row_(blockIdx.x * kMostRanks), meetings_(*slot(flags.rank, flags.rank)) {}

  /** Called by all threads of the CTA. */
  __device__ void meet() {
    ++meetings_;
    __syncthreads();
    if (threadIdx.x < flags_.ranks) {
      storeRelease(slot(threadIdx.x, flags_.rank), meetings_);
      const uint32_t* arrived = slot(flags_.rank, threadIdx.x);
      const uint64_t start = globalNanoseconds();
      while (static_cast<int32_t>(loadAcquire(arrived) - meetings_) < 0) {
        constexpr uint64_t kPatience = 20'000'000'000;
        if (globalNanoseconds() - start > kPatience) __trap();
      }
    }
    __syncthreads();
  }

  /** Meetings so far, the same on all ranks. */
  __device__ uint32_t meetings() const { return meetings_; }

 private:
  /** What rank `from` has told rank `at` about its CTA of this index. */
  __device__ uint32_t* slot(int at, int from) const { return flags_.memory[at] + row_ + from; }

  const PeerFlags& flags_;
  uint32_t row_;
  uint32_t meetings_;
};

}  // namespace nanoflow

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
 * A rank may come late, but when it does not come for PeerFlags::patienceNs, the kernel tells the host whom it waited for
 * and traps: an error instead of a hang.
 */
class PeerBarrier {
 public:
  using Flags = PeerFlags;

  __device__ explicit PeerBarrier(const PeerFlags& flags)
      : flags_(flags), row_(blockIdx.x * kMostRanks), meetings_(*slot(flags.rank, flags.rank)) {}

  /** Called by all threads of the CTA. */
  __device__ void meet() {
    ++meetings_;
    __syncthreads();
    if (threadIdx.x < flags_.ranks) {
      tell(threadIdx.x);
      if (!arrives(threadIdx.x)) giveUp(threadIdx.x);
    }
    __syncthreads();
  }

  /** Meetings so far, the same on all ranks. */
  __device__ uint32_t meetings() const { return meetings_; }
  __device__ int rank() const { return flags_.rank; }
  __device__ int ranks() const { return flags_.ranks; }

 protected:
  __device__ void tell(int peer) const { tell(peer, meetings_); }
  __device__ void tell(int peer, uint32_t meetings) const { storeRelease(slot(peer, flags_.rank), meetings); }

  /** Waits for a peer. @returns whether it came in time */
  __device__ bool arrives(int peer) const {
    const uint32_t* arrived = slot(flags_.rank, peer);
    const uint64_t start = globalNanoseconds();
    while (static_cast<int32_t>(loadAcquire(arrived) - meetings_) < 0) {
      if (globalNanoseconds() - start > flags_.patienceNs) return false;
    }
    return true;
  }

  /** Leaves word of it on the host. */
  __device__ void report(int peer) const {
    *static_cast<volatile uint32_t*>(flags_.awaited) = 1 + peer;
    __threadfence_system();
  }

  __device__ void count() { ++meetings_; }

 private:
  __device__ void giveUp(int peer) const {
    report(peer);
    __trap();
  }

  /** What rank `from` has told rank `at` about its CTA of this index. */
  __device__ uint32_t* slot(int at, int from) const { return flags_.memory[at] + row_ + from; }

  const PeerFlags& flags_;
  uint32_t row_;
  uint32_t meetings_;
};

}  // namespace nanoflow

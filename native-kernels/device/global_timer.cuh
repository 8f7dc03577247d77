#pragma once

#include <cstdint>

namespace nanoflow {

/** Time of the GPU, in ns; on all of its SMs the same. */
__device__ inline uint64_t globalNanoseconds() {
  uint64_t now;
  asm volatile("mov.u64 %0, %%globaltimer;" : "=l"(now));
  return now;
}

}  // namespace nanoflow

#pragma once

#include <cuda_runtime_api.h>

#include <cstdint>

namespace nanoflow {

/** Copies `bytes` (a multiple of 16) with ordinary loads and stores on every SM. */
void copyByKernel(void* to, const void* from, size_t bytes, int smCount, cudaStream_t stream);

/** Holds the stream until *flag, in host memory, reaches `ticket`, or for 200 ms at most. */
void holdUntil(const uint32_t* flag, uint32_t ticket, cudaStream_t stream);

/** Keeps the stream busy for a while, on one SM. */
void delay(double microseconds, cudaStream_t stream);

}  // namespace nanoflow

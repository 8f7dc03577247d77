#pragma once

#include <cuda_runtime_api.h>

#include <cstdint>

namespace nanoflow {

/** Copies `bytes` (a multiple of 16) with ordinary loads and stores on every SM. */
void copyByKernel(void* to, const void* from, size_t bytes, int smCount, cudaStream_t stream);

/** What the host and held streams tell each other, in host memory, by the tickets of holds. */
struct HoldWords {
  uint32_t released = 0;  ///< the last hold that the host has ended
  uint32_t givenUp = 0;   ///< the last hold that a stream ended by itself
};

/** Holds the stream until `released` reaches `ticket`. After 200 ms without that it sets `givenUp` and lets go. */
void holdUntil(HoldWords* words, uint32_t ticket, cudaStream_t stream);

/** Keeps the stream busy for a while, on one SM. */
void delay(double microseconds, cudaStream_t stream);

}  // namespace nanoflow

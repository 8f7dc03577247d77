#include "device_kernels.h"

#include "../../native-kernels/device/cuda_check.h"
#include "../../native-kernels/device/global_timer.cuh"

namespace nanoflow {
namespace {

constexpr int kThreads = 256;

__global__ void __launch_bounds__(kThreads) copyKernel(uint4* to, const uint4* from, size_t count) {
  constexpr int kUnroll = 4;
  const size_t stride = static_cast<size_t>(gridDim.x) * kThreads * kUnroll;
  for (size_t first = blockIdx.x * static_cast<size_t>(kThreads) * kUnroll + threadIdx.x; first < count;
       first += stride) {
    uint4 values[kUnroll];
#pragma unroll
    for (int u = 0; u < kUnroll; ++u) {
      if (first + u * kThreads < count) values[u] = from[first + u * kThreads];
    }
#pragma unroll
    for (int u = 0; u < kUnroll; ++u) {
      if (first + u * kThreads < count) to[first + u * kThreads] = values[u];
    }
  }
}

__global__ void holdKernel(volatile HoldWords* words, uint32_t ticket) {
  constexpr uint64_t kMostNanoseconds = 200'000'000;
  const uint64_t start = globalNanoseconds();
  while (static_cast<int32_t>(words->released - ticket) < 0) {
    if (globalNanoseconds() - start >= kMostNanoseconds) {
      words->givenUp = ticket;
      __threadfence_system();
      return;
    }
    __nanosleep(200);
  }
}

__global__ void delayKernel(uint64_t nanosecondsLong) {
  const uint64_t start = globalNanoseconds();
  while (globalNanoseconds() - start < nanosecondsLong) __nanosleep(100);
}

}  // namespace

void copyByKernel(void* to, const void* from, size_t bytes, int smCount, cudaStream_t stream) {
  copyKernel<<<smCount * 8, kThreads, 0, stream>>>(static_cast<uint4*>(to), static_cast<const uint4*>(from),
                                                   bytes / 16);
  check(cudaGetLastError());
}

void holdUntil(HoldWords* words, uint32_t ticket, cudaStream_t stream) {
  holdKernel<<<1, 1, 0, stream>>>(words, ticket);
  check(cudaGetLastError());
}

void delay(double microseconds, cudaStream_t stream) {
  delayKernel<<<1, 1, 0, stream>>>(static_cast<uint64_t>(microseconds * 1e3));
  check(cudaGetLastError());
}

}  // namespace nanoflow

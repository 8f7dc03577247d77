#include "device_kernels.h"

#include "../native-kernels/cuda_check.h"

namespace nanoflow {
namespace {

constexpr int kThreads = 256;

/** SplitMix64 (Steele, Lea and Flood 2014) of a counter. */
__device__ inline uint64_t mix(uint64_t state) {
  state = (state ^ (state >> 30)) * 0xbf58476d1ce4e5b9ull;
  state = (state ^ (state >> 27)) * 0x94d049bb133111ebull;
  return state ^ (state >> 31);
}

__device__ inline float normal(uint32_t bits) {
  constexpr float kMean = 4 * 127.5f;
  constexpr float kDeviation = 147.8f;  // sqrt(4 (256^2 - 1) / 12)
  const uint32_t sum = (bits & 255) + (bits >> 8 & 255) + (bits >> 16 & 255) + (bits >> 24);
  return (static_cast<float>(sum) - kMean + 0.25f) / kDeviation;
}

__global__ void fillNormalKernel(__nv_bfloat162* to, size_t pairs, uint64_t seed) {
  const size_t stride = static_cast<size_t>(gridDim.x) * blockDim.x;
  for (size_t i = blockIdx.x * static_cast<size_t>(blockDim.x) + threadIdx.x; i < pairs; i += stride) {
    const uint64_t bits = mix((seed + i) * 0x9e3779b97f4a7c15ull);
    to[i] = __floats2bfloat162_rn(normal(static_cast<uint32_t>(bits)), normal(static_cast<uint32_t>(bits >> 32)));
  }
}

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

__device__ inline uint64_t nanoseconds() {
  uint64_t now;
  asm volatile("mov.u64 %0, %%globaltimer;" : "=l"(now));
  return now;
}

__global__ void holdKernel(const volatile uint32_t* flag, uint32_t ticket) {
  constexpr uint64_t kMostNanoseconds = 200'000'000;
  const uint64_t start = nanoseconds();
  while (static_cast<int32_t>(*flag - ticket) < 0 && nanoseconds() - start < kMostNanoseconds) __nanosleep(200);
}

__global__ void delayKernel(uint64_t nanosecondsLong) {
  const uint64_t start = nanoseconds();
  while (nanoseconds() - start < nanosecondsLong) __nanosleep(100);
}

}  // namespace

void fillNormal(__nv_bfloat16* to, size_t count, uint64_t seed, cudaStream_t stream) {
  fillNormalKernel<<<2048, kThreads, 0, stream>>>(reinterpret_cast<__nv_bfloat162*>(to), count / 2, seed);
  check(cudaGetLastError());
}

void copyByKernel(void* to, const void* from, size_t bytes, int smCount, cudaStream_t stream) {
  copyKernel<<<smCount * 8, kThreads, 0, stream>>>(static_cast<uint4*>(to), static_cast<const uint4*>(from),
                                                   bytes / 16);
  check(cudaGetLastError());
}

void holdUntil(const uint32_t* flag, uint32_t ticket, cudaStream_t stream) {
  holdKernel<<<1, 1, 0, stream>>>(flag, ticket);
  check(cudaGetLastError());
}

void delay(double microseconds, cudaStream_t stream) {
  delayKernel<<<1, 1, 0, stream>>>(static_cast<uint64_t>(microseconds * 1e3));
  check(cudaGetLastError());
}

}  // namespace nanoflow

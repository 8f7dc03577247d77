#include "random_fill.h"

#include "../../native-kernels/device/cuda_check.h"

namespace nanoflow {
namespace {

constexpr int kThreads = 256;
constexpr int kCtas = 2048;

/** SplitMix64 (Steele, Lea and Flood 2014) of a counter. */
__device__ inline uint64_t mix(uint64_t state) {
  state = (state ^ (state >> 30)) * 0xbf58476d1ce4e5b9ull;
  state = (state ^ (state >> 27)) * 0x94d049bb133111ebull;
  return state ^ (state >> 31);
}

__device__ inline __nv_bfloat16 draw(uint32_t bits, Normal normal) {
  constexpr float kMean = 4 * 127.5f;
  constexpr float kDeviation = 147.8f;  // sqrt(4 (256^2 - 1) / 12)
  const uint32_t sum = (bits & 255) + (bits >> 8 & 255) + (bits >> 16 & 255) + (bits >> 24);
  // The quarter keeps draws off zero, which takes less power than other values.
  return __float2bfloat16(normal.mean + normal.deviation * ((static_cast<float>(sum) - kMean + 0.25f) / kDeviation));
}

/** Thread i draws elements 2i and 2i + 1. */
__global__ void __launch_bounds__(kThreads)
    fillRandomKernel(__nv_bfloat16* to, size_t count, Normal normal, uint64_t seed) {
  const size_t stride = static_cast<size_t>(gridDim.x) * kThreads;
  for (size_t i = blockIdx.x * static_cast<size_t>(kThreads) + threadIdx.x; 2 * i < count; i += stride) {
    const uint64_t bits = mix((seed + i) * 0x9e3779b97f4a7c15ull);
    const __nv_bfloat162 pair = {draw(static_cast<uint32_t>(bits), normal),
                                 draw(static_cast<uint32_t>(bits >> 32), normal)};
    if (2 * i + 1 < count) {
      reinterpret_cast<__nv_bfloat162*>(to)[i] = pair;
    } else {
      to[2 * i] = pair.x;
    }
  }
}

}  // namespace

void fillRandom(__nv_bfloat16* to, size_t count, Normal normal, uint64_t seed, cudaStream_t stream) {
  require(reinterpret_cast<uintptr_t>(to) % sizeof(__nv_bfloat162) == 0, "random values start at a multiple of 4 bytes");
  if (count == 0) return;
  fillRandomKernel<<<kCtas, kThreads, 0, stream>>>(to, count, normal, seed);
  check(cudaGetLastError());
}

}  // namespace nanoflow

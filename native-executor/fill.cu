#include "../native-kernels/cuda_check.h"
#include "fill.h"

namespace nanoflow {
namespace {

constexpr int kThreads = 256;

/** SplitMix64 (Steele, Lea and Flood 2014) of a counter. */
__device__ inline uint64_t mix(uint64_t state) {
  state = (state ^ (state >> 30)) * 0xbf58476d1ce4e5b9ull;
  state = (state ^ (state >> 27)) * 0x94d049bb133111ebull;
  return state ^ (state >> 31);
}

__global__ void __launch_bounds__(kThreads)
    fillRandomKernel(__nv_bfloat16* to, size_t count, float mean, float deviation, uint64_t seed) {
  constexpr float kByteMean = 4 * 127.5f;
  constexpr float kByteDeviation = 147.8f;  // sqrt(4 (256^2 - 1) / 12)
  const size_t stride = static_cast<size_t>(gridDim.x) * kThreads;
  for (size_t i = blockIdx.x * static_cast<size_t>(kThreads) + threadIdx.x; i < count; i += stride) {
    const uint64_t bits = mix((seed + i) * 0x9e3779b97f4a7c15ull);
    const unsigned sum = (bits & 255) + (bits >> 8 & 255) + (bits >> 16 & 255) + (bits >> 24 & 255);
    to[i] = __float2bfloat16(mean + deviation * (static_cast<float>(sum) - kByteMean) / kByteDeviation);
  }
}

}  // namespace

void fillRandom(__nv_bfloat16* to, size_t count, float mean, float deviation, uint64_t seed, cudaStream_t stream) {
  if (count == 0) return;
  constexpr int kCtas = 2048;
  fillRandomKernel<<<kCtas, kThreads, 0, stream>>>(to, count, mean, deviation, seed);
  check(cudaGetLastError());
}

}  // namespace nanoflow

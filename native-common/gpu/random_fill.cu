#include "random_fill.h"

#include "../../native-kernels/attention/fp8_kv_cache.h"
#include "../../native-kernels/device/cuda_check.h"
#include "../../native-kernels/device/fp8.cuh"

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

/** About normal, of mean 0 and deviation 1. */
__device__ inline float standard(uint32_t bits) {
  constexpr float kMean = 4 * 127.5f;
  constexpr float kDeviation = 147.8f;  // sqrt(4 (256^2 - 1) / 12)
  const uint32_t sum = (bits & 255) + (bits >> 8 & 255) + (bits >> 16 & 255) + (bits >> 24);
  // The quarter keeps draws off zero, which takes less power than other values.
  return (static_cast<float>(sum) - kMean + 0.25f) / kDeviation;
}

__device__ inline __nv_bfloat16 draw(uint32_t bits, Normal normal) {
  return __float2bfloat16(normal.mean + normal.deviation * standard(bits));
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

/** Thread i draws a pair of elements, as fillRandomKernel would at the pair's place in the matrix. */
__global__ void __launch_bounds__(kThreads)
    fillBlockKernel(__nv_bfloat162* to, size_t pairs, size_t columnPairs, size_t pitchPairs, Normal normal,
                    uint64_t seed) {
  const size_t stride = static_cast<size_t>(gridDim.x) * kThreads;
  for (size_t i = blockIdx.x * static_cast<size_t>(kThreads) + threadIdx.x; i < pairs; i += stride) {
    const size_t place = i / columnPairs * pitchPairs + i % columnPairs;
    const uint64_t bits = mix((seed + place) * 0x9e3779b97f4a7c15ull);
    to[i] = {draw(static_cast<uint32_t>(bits), normal), draw(static_cast<uint32_t>(bits >> 32), normal)};
  }
}

constexpr uint64_t kGolden = 0x9e3779b97f4a7c15ull;

/** Scale of element `i` by its channel and its tail. */
__device__ inline float scaleOf(size_t i, const Channels& channels, uint64_t seed) {
  constexpr float kTailScale = 4;
  const int channel = static_cast<int>(i % channels.columns);
  const uint64_t ofChannel = mix((~seed + channel) * kGolden), ofElement = mix((seed + i) * kGolden + 1);
  float scale = exp2f(channels.spread * standard(static_cast<uint32_t>(ofChannel)));
  if (static_cast<int>((ofChannel >> 32) % channels.columns) < channels.outliers) scale *= channels.gain;
  return static_cast<int>(ofElement & 255) < channels.tails ? scale * kTailScale : scale;
}

__global__ void __launch_bounds__(kThreads)
    fillChannelsKernel(__nv_bfloat16* to, size_t count, Normal normal, Channels channels, uint64_t seed) {
  const size_t stride = static_cast<size_t>(gridDim.x) * kThreads;
  for (size_t i = blockIdx.x * static_cast<size_t>(kThreads) + threadIdx.x; i < count; i += stride) {
    const auto bits = static_cast<uint32_t>(mix((seed + i) * kGolden));
    to[i] = draw(bits, {normal.mean, normal.deviation * scaleOf(i, channels, seed)});
  }
}

/** Eight elements of a row; `i` counts those of the tiles. */
__device__ inline Float8 drawEight(size_t i, uint64_t seed) {
  Float8 eight;
#pragma unroll
  for (int j = 0; j < 4; ++j) {
    const uint64_t bits = mix((seed + 4 * i + j) * kGolden);
    eight.values[2 * j] = standard(static_cast<uint32_t>(bits));
    eight.values[2 * j + 1] = standard(static_cast<uint32_t>(bits >> 32));
  }
  return eight;
}

/** A thread draws a row twice, first for its scale. Rows are those of the keys of a tile, then of its values. */
template <int Head>
__global__ void __launch_bounds__(kThreads) fillFp8TilesKernel(unsigned char* to, size_t rows, uint64_t seed) {
  constexpr int kEights = Head / 8, kRows = 2 * kvTileTokens;
  const size_t stride = static_cast<size_t>(gridDim.x) * kThreads;
  for (size_t row = blockIdx.x * static_cast<size_t>(kThreads) + threadIdx.x; row < rows; row += stride) {
    unsigned char* tile = to + row / kRows * fp8KvTileBytes(Head);
    const int inTile = row % kRows;
    float amax = 0.f;
    for (int i = 0; i < kEights; ++i) amax = largestMagnitude(drawEight(row * kEights + i, seed), amax);
    const float range = fp8Range(amax);
    for (int i = 0; i < kEights; ++i) {
      reinterpret_cast<uint2*>(tile + inTile * Head)[i] =
          toFp8(drawEight(row * kEights + i, seed), kFp8Most / range);
    }
    reinterpret_cast<float*>(tile + 2 * fp8KvHalfBytes(Head))[inTile] = range / kFp8Most;
  }
}

}  // namespace

void fillFp8Tiles(unsigned char* to, size_t tiles, int headSize, uint64_t seed, cudaStream_t stream) {
  require(headSize == 64 || headSize == 128, "head size must be 64 or 128");
  require(reinterpret_cast<uintptr_t>(to) % 16 == 0, "tiles start at a multiple of 16 bytes");
  if (tiles == 0) return;
  const auto kernel = headSize == 128 ? fillFp8TilesKernel<128> : fillFp8TilesKernel<64>;
  kernel<<<kCtas, kThreads, 0, stream>>>(to, tiles * 2 * kvTileTokens, seed);
  check(cudaGetLastError());
}

void fillRandom(__nv_bfloat16* to, size_t count, Normal normal, uint64_t seed, cudaStream_t stream) {
  require(reinterpret_cast<uintptr_t>(to) % sizeof(__nv_bfloat162) == 0, "random values start at a multiple of 4 bytes");
  if (count == 0) return;
  fillRandomKernel<<<kCtas, kThreads, 0, stream>>>(to, count, normal, seed);
  check(cudaGetLastError());
}

void fillBlock(__nv_bfloat16* to, size_t rows, Block block, Normal normal, uint64_t seed, cudaStream_t stream) {
  require(reinterpret_cast<uintptr_t>(to) % sizeof(__nv_bfloat162) == 0,
          "random values start at a multiple of 4 bytes");
  require(block.columns % 2 == 0 && block.pitch % 2 == 0 && block.columns <= block.pitch,
          "a block of random values has even columns, no more than its matrix");
  const size_t pairs = rows * block.columns / 2;
  if (pairs == 0) return;
  fillBlockKernel<<<kCtas, kThreads, 0, stream>>>(reinterpret_cast<__nv_bfloat162*>(to), pairs, block.columns / 2,
                                                  block.pitch / 2, normal, seed);
  check(cudaGetLastError());
}

void fillChannels(__nv_bfloat16* to, size_t count, Normal normal, const Channels& channels, uint64_t seed,
                  cudaStream_t stream) {
  require(channels.columns > 0, "channels need columns");
  if (count == 0) return;
  fillChannelsKernel<<<kCtas, kThreads, 0, stream>>>(to, count, normal, channels, seed);
  check(cudaGetLastError());
}

}  // namespace nanoflow

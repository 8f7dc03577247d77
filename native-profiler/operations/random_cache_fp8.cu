#include "random_cache_fp8.h"

#include "../../native-kernels/attention/fp8_kv_cache.h"
#include "../../native-kernels/device/cuda_check.h"
#include "../../native-kernels/device/fp8.cuh"

namespace nanoflow {
namespace {

constexpr int kThreads = 256;

/** A thread quantises a whole row: rows are numbered tile by tile, keys before values. Chunks need not be in order. */
template <int Head>
__global__ void __launch_bounds__(kThreads) fillFp8CacheKernel(unsigned char* tiles, const __nv_bfloat16* random,
                                                               size_t rows) {
  const size_t stride = static_cast<size_t>(gridDim.x) * kThreads;
  for (size_t row = blockIdx.x * static_cast<size_t>(kThreads) + threadIdx.x; row < rows; row += stride) {
    const __nv_bfloat16* from = random + row * Head;
    unsigned char* tile = tiles + row / (2 * kvTileTokens) * fp8KvTileBytes(Head);
    const int inTile = row % (2 * kvTileTokens);
    float amax = 0.f;
    for (int i = 0; i < Head / 8; ++i) amax = largestMagnitude(toFloat(load8(from + 8 * i)), amax);
    const float range = fp8Range(amax);
    for (int i = 0; i < Head / 8; ++i) {
      auto* to = reinterpret_cast<uint2*>(tile + inTile * Head) + i;
      *to = toFp8(toFloat(load8(from + 8 * i)), kFp8Most / range);
    }
    reinterpret_cast<float*>(tile + 2 * fp8KvHalfBytes(Head))[inTile] = range / kFp8Most;
  }
}

}  // namespace

void fillFp8Cache(const KvCache& cache, const __nv_bfloat16* random, cudaStream_t stream) {
  constexpr int kCtas = 2048;
  const size_t rows = 2 * static_cast<size_t>(cache.pages) * cache.kvHeads * cache.pageTokens;
  require(cache.headSize == 64 || cache.headSize == 128, "head size must be 64 or 128");
  const auto kernel = cache.headSize == 128 ? fillFp8CacheKernel<128> : fillFp8CacheKernel<64>;
  kernel<<<kCtas, kThreads, 0, stream>>>(cache.fp8, random, rows);
  check(cudaGetLastError());
}

}  // namespace nanoflow

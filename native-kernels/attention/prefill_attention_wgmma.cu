#include <cmath>
#include <utility>

#include "../device/cuda_check.h"
#include "../device/exp2.cuh"
#include "prefill_producer.cuh"
#include "prefill_producer_fp8.cuh"
#include "prefill_warpgroup.cuh"

namespace nanoflow {
namespace {

using namespace prefill;

#if defined(__CUDA_ARCH_FEAT_SM90_ALL)

/** Warpgroups take turns in issuing products, so that the softmax of one runs under the products of the other. */
__device__ inline void awaitTurn(int consumer) {
  asm volatile("bar.sync %0, %1;" ::"r"(1 + consumer), "n"(kConsumers * 128) : "memory");
}

__device__ inline void passTurn(int consumer) {
  asm volatile("bar.arrive %0, %1;" ::"r"(2 - consumer), "n"(kConsumers * 128) : "memory");
}

template <int Head, int Page, int Ctas, bool Fp8>
__device__ void attend(const PrefillAttention& p, uint32_t queries, uint32_t slots, float scaleLog2,
                       Channels<Layout<Head, Page, Ctas, Fp8>>& channels) {
  using Shape = Layout<Head, Page, Ctas, Fp8>;
  const int consumer = threadIdx.x / 128 - 1;
  const int lane = threadIdx.x % 32;
  if (consumer == 1) passTurn(consumer);
  int used = 0;  // tiles so far: slot used % slots, phase used / slots % 2
  const auto awaitTile = [&] {
    const int slot = used % Shape::slots;
    waitTile<0>(&channels.full[slot], used / Shape::slots & 1);
    ++used;
    return slots + slot * Shape::tileBytes;
  };
  const auto release = [&](int tile) {
    uint64_t* empty = &channels.empty[tile % Shape::slots];
    if constexpr (Ctas == 1) {
      if (lane == 0) arrive(empty);
    } else {
      if (lane < Ctas) arriveAt(empty, lane);
    }
  };
  WarpgroupRows<Head, Page, Ctas> rows;
  int loads = 0, tile = 0, tiles = 0, firstPosition = 0, lastTileTokens = 0;
  const auto beginItem = [&] {
    const int buffer = loads % Shape::queryBuffers;
    waitTile<0>(&channels.queryFull[buffer], loads++ / Shape::queryBuffers & 1);
    const RowTile work = channels.work[buffer];
    if (work.rows == 0) return false;
    rows.begin(work, p.queryHeads, queries + buffer * Shape::queryBytes);
    tile = 0;
    tiles = work.tiles(kKeys);
    lastTileTokens = work.lastTileTokens(kKeys);
    firstPosition = work.position(work.firstRow + consumer * 64);
    arrive(&channels.queryEmpty[buffer]);
    return true;
  };
  float score[kKeys / 2], keep[2];
  uint32_t weights[kKeys / 16][4];
  const auto weigh = [&] {
    if ((tile + 1) * kKeys - 1 > firstPosition) rows.mask(score, tile * kKeys);
    rows.softmax(score, scaleLog2, keep);
  };
  if (beginItem()) {
    rows.startScores(score, awaitTile());
    waitWarpgroupProducts<0>();
    pinRegisters(score);
    release(used - 1);
    weigh();
    rows.round(score, weights);
    for (;;) {
      // The scores of the next tile, be it of the next work item, run ahead of the output of this one.
      const bool first = tile == 0, last = ++tile == tiles;
      const float mass[2] = {rows.mass[0], rows.mass[1]};
      const int place[2] = {rows.place[0], rows.place[1]};
      const int valid = lastTileTokens;
      if (last && !beginItem()) {
        const uint32_t values = awaitTile();
        if (valid < kKeys) clearTail<Shape>(values, valid, consumer);
        rows.startOutput(weights, values, first);
        waitWarpgroupProducts<0>();
        pinRegisters(rows.output);
        store<Head>(p.output, rows.output, mass, place);
        break;
      }
      const uint32_t keys = awaitTile();
      awaitTurn(consumer);
      rows.startScores(score, keys);
      const uint32_t values = awaitTile();
      if (last && valid < kKeys) clearTail<Shape>(values, valid, consumer);
      rows.startOutput(weights, values, first);
      passTurn(consumer);
      waitWarpgroupProducts<1>();
      pinRegisters(score);
      release(used - 2);
      weigh();
      waitWarpgroupProducts<0>();
      pinRegisters(rows.output);
      pinRegisters(score);
      release(used - 1);
      if (last) {
        store<Head>(p.output, rows.output, mass, place);
      } else {
        rows.rescale(keep);
      }
      rows.round(score, weights);
    }
  }
  if (consumer == 0) awaitTurn(consumer);
}

#endif

template <int Head, int Page, int Ctas, bool Fp8>
__global__ void __launch_bounds__(kThreads, 1)
    prefillAttentionKernel(const __grid_constant__ CUtensorMap keyMap, const __grid_constant__ CUtensorMap valueMap,
                           PrefillAttention p, int items, float scaleLog2) {
#if defined(__CUDA_ARCH_FEAT_SM90_ALL)
  using Shape = Layout<Head, Page, Ctas, Fp8>;
  extern __shared__ unsigned char raw[];
  unsigned char* slots = raw + (1024 - sharedAddress(raw) % 1024) % 1024;
  const uint32_t queries = sharedAddress(slots + Shape::slots * Shape::tileBytes);
  __shared__ Channels<Shape> channels;
  if (threadIdx.x == 0) channels.init();
  __syncthreads();
  if constexpr (Ctas > 1) synchroniseCluster();
  if (threadIdx.x < 128) {
    releaseRegisters<Shape::producerRegisters>();
    if constexpr (Fp8) {
      const uint32_t fetched = queries + Shape::queryBuffers * Shape::queryBytes;
      fetchFromFp8<Head, Page>(p, items, queries, fetched, sharedAddress(slots), channels);
    } else if (threadIdx.x < 32) {
      fetchTiles<Head, Page, Ctas>(p, keyMap, valueMap, items, slots, channels);
    } else {
      loadQueries<Head, Shape>(p, items, queries, channels);
    }
  } else {
    claimRegisters<Shape::consumerRegisters>();
    attend<Head, Page, Ctas, Fp8>(p, queries, sharedAddress(slots), scaleLog2, channels);
  }
  // No CTA may end while another still writes to its shared memory.
  if constexpr (Ctas > 1) synchroniseCluster();
#else
  __trap();
#endif
}

/** Maps of keys and values; an FP8 cache is not read by them. */
template <int Head, int Page>
std::pair<CUtensorMap, CUtensorMap> tensorMaps(const KvCache& cache) {
  if (cache.fp8 != nullptr) return {};
  // The cache does not tell its number of pages; page tables stay inside.
  constexpr size_t kMostRows = 1ull << 31;
  return {swizzledTensorMap(cache.keys, kMostRows, Head, Page), swizzledTensorMap(cache.values, kMostRows, Head, Page)};
}

template <int Head, int Page, int Ctas, bool Fp8>
void launch(PrefillAttention p, const Placement& placement) {
  using Shape = Layout<Head, Page, Ctas, Fp8>;
  const auto kernel = prefillAttentionKernel<Head, Page, Ctas, Fp8>;
  check(cudaFuncSetAttribute(kernel, cudaFuncAttributeMaxDynamicSharedMemorySize, Shape::sharedBytes));
  const auto [keyMap, valueMap] = tensorMaps<Head, Page>(p.cache);
  const int items = prefillTiles(p.tokens, p.group(), p.sequences, Ctas) * p.cache.kvHeads;
  if (Ctas > 1) p.tiles += prefillTiles(p.tokens, p.group(), p.sequences, 1);
  const float scaleLog2 = log2OfE / std::sqrt(static_cast<float>(Head));

  cudaLaunchAttribute cluster{};
  cluster.id = cudaLaunchAttributeClusterDimension;
  cluster.val.clusterDim = {Ctas, 1, 1};
  cudaLaunchConfig_t config{};
  config.gridDim = placement.ctas(static_cast<long>(items) * Ctas, 1) / Ctas * Ctas;
  config.blockDim = kThreads;
  config.dynamicSmemBytes = Shape::sharedBytes;
  config.stream = placement.stream;
  config.attrs = &cluster;
  config.numAttrs = Ctas > 1 ? 1 : 0;
  check(cudaLaunchKernelEx(&config, kernel, keyMap, valueMap, p, items, scaleLog2));
}

}  // namespace

bool hasPrefillAttentionWgmma() {
  cudaFuncAttributes built{};
  check(cudaFuncGetAttributes(&built, prefillAttentionKernel<128, 16, 1, false>));
  // Without warpgroup instructions the kernel is empty and uses no shared memory.
  return built.sharedSizeBytes > 0;
}

namespace {

template <int Ctas, bool Fp8>
void launch(const PrefillAttention& p, const Placement& placement) {
  checkPrefillAttention(p);
  if (!hasPrefillAttentionWgmma()) throw UnsupportedError("prefill attention by wgmma is built for sm_90a only");
  const bool smallPages = p.cache.pageTokens == 16;
  if (p.cache.headSize == 128) {
    return smallPages ? launch<128, 16, Ctas, Fp8>(p, placement) : launch<128, 64, Ctas, Fp8>(p, placement);
  }
  smallPages ? launch<64, 16, Ctas, Fp8>(p, placement) : launch<64, 64, Ctas, Fp8>(p, placement);
}

}  // namespace

void prefillAttentionWgmma(const PrefillAttention& p, const Placement& placement) {
  p.cache.fp8 != nullptr ? launch<1, true>(p, placement) : launch<1, false>(p, placement);
}

void prefillAttentionWgmmaPairs(const PrefillAttention& p, const Placement& placement) {
  const bool rowsForTwo = p.maxQueryTokens * p.group() > prefillTileRows;
  // What a CTA makes of an FP8 cache is its own: half as many bytes come anyway.
  const bool pairs = rowsForTwo && placement.ctas(2, 1) == 2 && p.cache.fp8 == nullptr;
  if (pairs) return launch<2, false>(p, placement);
  prefillAttentionWgmma(p, placement);
}

}  // namespace nanoflow

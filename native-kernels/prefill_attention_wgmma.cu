#include <cmath>

#include "cuda_check.h"
#include "prefill_producer.cuh"
#include "prefill_warpgroup.cuh"

namespace nanoflow {
namespace {

using namespace prefill;

#if defined(__CUDA_ARCH_FEAT_SM90_ALL)

/** Consumer warpgroups take turns in issuing products, so that the softmax of one runs under the products of the other. */
__device__ inline void awaitTurn(int consumer) {
  asm volatile("bar.sync %0, %1;" ::"r"(1 + consumer), "n"(kConsumers * 128) : "memory");
}

__device__ inline void passTurn(int consumer) {
  asm volatile("bar.arrive %0, %1;" ::"r"(2 - consumer), "n"(kConsumers * 128) : "memory");
}

template <int Head, int Keys, int Page, bool PingPong>
__device__ void attend(const PrefillAttention& p, uint32_t queries, uint32_t slots, float scaleLog2,
                       Channels<Layout<Head, Keys, Page>::slots>& channels) {
  using Shape = Layout<Head, Keys, Page>;
  const int consumer = threadIdx.x / 128 - 1;
  const bool elected = threadIdx.x % 32 == 0;
  if (PingPong && consumer == 1) passTurn(consumer);
  int turn = 0;
  const auto awaitTile = [&] {
    const int slot = turn % Shape::slots;
    waitTile<0>(&channels.full[slot], turn / Shape::slots & 1);
    ++turn;
    return slots + slot * Shape::tileBytes;
  };
  const auto release = [&](int used) {
    if (elected) arrive(&channels.empty[used % Shape::slots]);
  };
  WarpgroupRows<Head, Keys, Page> rows;
  int loads = 0, tile = 0, tiles = 0, firstPosition = 0;
  const auto beginItem = [&] {
    waitTile<0>(&channels.queryFull, loads++ & 1);
    const RowTile work = channels.work;
    if (work.rows == 0) return false;
    rows.begin(work, p.queryHeads, queries);
    tile = 0;
    tiles = work.tiles(Keys);
    firstPosition = work.position(work.firstRow + consumer * 64);
    __syncwarp();
    if (elected) arrive(&channels.queryEmpty);
    return true;
  };
  float score[Keys / 2], keep[2];
  uint32_t weights[Keys / 16][4];
  const auto weigh = [&] {
    if ((tile + 1) * Keys - 1 > firstPosition) rows.mask(score, tile * Keys);
    rows.softmax(score, scaleLog2, keep);
  };
  if (beginItem()) {
    rows.startScores(score, awaitTile());
    waitWarpgroupProducts<0>();
    pinRegisters(score);
    release(turn - 1);
    weigh();
    rows.round(score, weights);
    for (;;) {
      // The scores of the next tile, be it of the next work item, run ahead of the output of this one.
      const bool first = tile == 0, last = ++tile == tiles;
      const float mass[2] = {rows.mass[0], rows.mass[1]};
      const int place[2] = {rows.place[0], rows.place[1]};
      if (last && !beginItem()) {
        rows.startOutput(weights, awaitTile(), first);
        waitWarpgroupProducts<0>();
        pinRegisters(rows.output);
        store<Head>(p.output, rows.output, mass, place);
        break;
      }
      const uint32_t keys = awaitTile();
      if (PingPong) awaitTurn(consumer);
      rows.startScores(score, keys);
      rows.startOutput(weights, awaitTile(), first);
      if (PingPong) passTurn(consumer);
      waitWarpgroupProducts<1>();
      pinRegisters(score);
      release(turn - 2);
      weigh();
      holdWait(rows.mass[0] + rows.mass[1]);
      waitWarpgroupProducts<0>();
      pinRegisters(rows.output);
      pinRegisters(score);
      release(turn - 1);
      if (last) {
        store<Head>(p.output, rows.output, mass, place);
      } else {
        rows.rescale(keep);
      }
      rows.round(score, weights);
    }
  }
  if (PingPong && consumer == 0) awaitTurn(consumer);
}

#endif

template <int Head, int Keys, int Page, bool PingPong>
__global__ void __launch_bounds__(kThreads, 1)
    prefillAttentionKernel(const __grid_constant__ CUtensorMap keyMap, const __grid_constant__ CUtensorMap valueMap,
                           PrefillAttention p, int rowTiles, float scaleLog2) {
#if defined(__CUDA_ARCH_FEAT_SM90_ALL)
  using Shape = Layout<Head, Keys, Page>;
  extern __shared__ unsigned char raw[];
  unsigned char* slots = raw + (1024 - sharedAddress(raw) % 1024) % 1024;
  const uint32_t queries = sharedAddress(slots + Shape::slots * Shape::tileBytes);
  __shared__ Channels<Shape::slots> channels;
  if (threadIdx.x == 0) channels.init();
  __syncthreads();
  if (threadIdx.x < 128) {
    releaseRegisters<40>();
    const int items = rowTiles * p.cache.kvHeads * p.sequences;
    if (threadIdx.x < 32) {
      fetchTiles<Head, Keys, Page>(p, keyMap, valueMap, rowTiles, items, slots, channels);
    } else {
      loadQueries<Head, Shape::slots>(p, rowTiles, items, queries, channels);
    }
  } else {
    claimRegisters<232>();
    attend<Head, Keys, Page, PingPong>(p, queries, sharedAddress(slots), scaleLog2, channels);
  }
#else
  __trap();
#endif
}

template <int Head, int Page, int Keys = 128, bool PingPong = true>
void launch(const PrefillAttention& p, const Placement& placement) {
  using Shape = Layout<Head, Keys, Page>;
  const auto kernel = prefillAttentionKernel<Head, Keys, Page, PingPong>;
  check(cudaFuncSetAttribute(kernel, cudaFuncAttributeMaxDynamicSharedMemorySize, Shape::sharedBytes));
  // The cache does not tell its number of pages; page tables stay inside.
  constexpr size_t kMostRows = 1ull << 31;
  const KvCache& cache = p.cache;
  const CUtensorMap keyMap = swizzledTensorMap(cache.keys, kMostRows, Head, Page, Shape::boxBlocks);
  const CUtensorMap valueMap = swizzledTensorMap(cache.values, kMostRows, Head, Page, Shape::boxBlocks);
  const int group = p.queryHeads / cache.kvHeads;
  const int rowTiles = (p.maxQueryTokens * group + prefillTileRows - 1) / prefillTileRows;
  const int ctas = placement.ctas(static_cast<long>(rowTiles) * cache.kvHeads * p.sequences, 1);
  const float scaleLog2 = 1.4426950408889634f / std::sqrt(static_cast<float>(Head));
  kernel<<<ctas, kThreads, Shape::sharedBytes, placement.stream>>>(keyMap, valueMap, p, rowTiles, scaleLog2);
  check(cudaGetLastError());
}

}  // namespace

bool hasPrefillAttentionWgmma() {
  cudaFuncAttributes built{};
  check(cudaFuncGetAttributes(&built, prefillAttentionKernel<128, 128, 16, true>));
  // Without warpgroup instructions the kernel is empty and uses no shared memory.
  return built.sharedSizeBytes > 0;
}

void prefillAttentionWgmma(const PrefillAttention& p, const Placement& placement) {
  checkPrefillAttention(p);
  if (!hasPrefillAttentionWgmma()) throw UnsupportedError("prefill attention by wgmma is built for sm_90a only");
  const auto run = p.cache.headSize == 128 ? p.cache.pageTokens == 64 ? launch<128, 64> : launch<128, 16>
                   : p.cache.pageTokens == 64 ? launch<64, 64> : launch<64, 16>;
  run(p, placement);
}

}  // namespace nanoflow

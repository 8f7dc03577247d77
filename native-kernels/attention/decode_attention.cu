#include "decode_attention.h"

#include "../device/cuda_check.h"
#include "../device/exp2.cuh"
#include "decode_partials.cuh"
#include "decode_queries.cuh"

namespace nanoflow {
namespace {

using namespace decode;

/**
 * Warps an SM. Eight fill the memory's bandwidth on many SMs, and on most green contexts that of the GPCs which their
 * SMs share. Few CTAs under a limit lie on all GPCs: there twelve warps load a third more, since each spends most of
 * its time waiting for its own last instruction.
 */
constexpr int kWarps = 8, kWarpsUnderLimit = 12;
constexpr int kMinTilesPerWorker = 4;
/** One warp merges the parts of an item: more of them take longer than they save. */
constexpr int kMostPartsPerHead = 64;

/** Requests without context have no tile, and so no worker: their output is zero, whatever lay there. A warp takes each. */
template <int Head>
__device__ void clearEmpty(const DecodeAttention& p) {
  const int warps = blockDim.x / 32;
  const int lane = threadIdx.x % 32;
  const int vectors = p.queryHeads * Head * static_cast<int>(sizeof(__nv_bfloat16)) / static_cast<int>(sizeof(uint4));
  for (int request = threadIdx.x / 32 * gridDim.x + blockIdx.x; request < p.requests; request += gridDim.x * warps) {
    if (p.contextLengths[request] > 0) continue;
    auto* row = reinterpret_cast<uint4*>(p.output + static_cast<size_t>(request) * p.queryHeads * Head);
    for (int i = lane; i < vectors; i += 32) row[i] = make_uint4(0, 0, 0, 0);
  }
}

/** A cache in bf16. */
template <int Head, int Heads>
struct Bf16Format {
  using Shape = TileShape<Head, Heads>;
  using Query = Queries<Head, Heads>;
  using Sum = Accumulator<Head, Heads>;
  static constexpr int tilesAtOnce = 1;
};

/**
 * A cache in FP8. Its tiles take as many instructions as those of bf16, in half the time: so a warp takes two at once, and
 * asks for the next ones while it waits for scores.
 */
template <int Head, int Heads>
struct Fp8Format {
  using Shape = Fp8TileShape<Head, Heads>;
  using Query = Fp8Queries<Head, Heads>;
  using Sum = Fp8Accumulator<Head, Heads>;
  static constexpr int tilesAtOnce = 2;
};

template <typename Format, int WarpsPerSm>
__global__ void __launch_bounds__(WarpsPerSm * 32, 1) decodeAttentionKernel(DecodeAttention p, float scaleLog2) {
  using Shape = typename Format::Shape;
  constexpr int Head = Shape::headSize, Heads = Shape::heads;
  constexpr int kStages = Shape::template stages<WarpsPerSm>;
  extern __shared__ __align__(1024) unsigned char shared[];
  const int lane = threadIdx.x % 32;
  const int warp = threadIdx.x / 32;
  const int warps = blockDim.x / 32;
  const int group = p.queryHeads / p.cache.kvHeads;
  const int runs = TileCursor<Heads>::runs(p);
  const int total = p.tileOffsets[p.requests] * runs;
  const int most = min(total / kMinTilesPerWorker, p.requests * p.cache.kvHeads * kMostPartsPerHead);
  const int workers = min(static_cast<int>(gridDim.x) * warps, max(1, most));
  const int worker = warp * gridDim.x + blockIdx.x;
  if (worker >= workers || total == 0) return clearEmpty<Head>(p);
  const int begin = partBegin(worker, total, workers);
  const int end = partBegin(worker + 1, total, workers);

  TileCursor<Heads> at;
  at.seek(p, begin);
  unsigned char* slots = shared + warp * kStages * Shape::bytes;
  uint64_t* barriers = reinterpret_cast<uint64_t*>(shared + warps * kStages * Shape::bytes) + warp * kStages;
  TileRing<Shape, kStages> ring(p, slots, barriers, at);
  for (int i = 0; i < kStages; ++i) ring.issue(p, begin + i < end);
  clearEmpty<Head>(p);  // while the first tiles come

  typename Format::Sum sum;
  typename Format::Query query;
  int stage = 0, phase = 0;
  int asked = begin + kStages, consumed = 0;  // tiles asked for; tiles whose slots are free, for which none was asked yet
  const auto awaitTile = [&] {
    constexpr int kYounger = Format::tilesAtOnce == 1 ? kStages - 1 : kStages - 2 * Format::tilesAtOnce;
    waitTile<kYounger>(&barriers[stage], phase);
    if constexpr (!bulkCopies) __syncwarp();
    const uint32_t tile = sharedAddress(slots + stage * Shape::bytes);
    if (++stage == kStages) {
      stage = 0;
      phase ^= 1;
    }
    return tile;
  };
  const auto refill = [&] {
    __syncwarp();
    for (; consumed > 0; --consumed, ++asked) ring.issue(p, asked < end);
  };
  /** Adds as many tiles as there are places in `tile`. */
  const auto step = [&](auto& tile, const auto& add) {
    for (uint32_t& address : tile) address = awaitTile();
    add();
    consumed = static_cast<int>(sizeof tile / sizeof tile[0]);
    if constexpr (Format::tilesAtOnce == 1) refill();
  };
  for (int flat = begin; flat < end;) {
    loadQueries(p, at, group, scaleLog2, query);
    sum.clear();
    // An item's last tile may hold fewer tokens. A warp spends most of its time waiting for its own last instruction, so
    // the loop over the others does not ask.
    const int context = p.contextLengths[at.request];
    const int stop = min(end, flat - at.tile + at.tiles);
    const int wholeEnd = min(stop, flat - at.tile + context / kvTileTokens);
    at.tile += stop - flat - 1;
    if constexpr (Format::tilesAtOnce > 1) {
      for (; flat + Format::tilesAtOnce <= wholeEnd; flat += Format::tilesAtOnce) {
        uint32_t tiles[Format::tilesAtOnce];
        step(tiles, [&] { sum.add(tiles, query, refill); });
      }
    }
    uint32_t tile[1];
    for (; flat < wholeEnd; ++flat) step(tile, [&] { sum.add(tile, query, refill); });
    if (flat < stop) {
      step(tile, [&] { sum.addFirst(context % kvTileTokens, tile, query, refill); });
      ++flat;
    }
    refill();

    sum.finish();
    const int itemBegin = flat - 1 - at.tile;
    const int itemEnd = itemBegin + at.tiles;
    if (itemBegin >= begin && itemEnd == flat) {
      writeOutput(p, sum, at, group);
    } else {
      writePartial(partialOf<Head, Heads>(p, worker, begin >= itemBegin), sum, group);
      const int from = workerOf(itemBegin, total, workers);
      const int to = workerOf(itemEnd - 1, total, workers);
      __threadfence();
      __syncwarp();
      int finished = 0;
      int* counter = p.counters + at.request * runs + at.run;
      if (lane == 0) finished = atomicAdd(counter, 1);
      finished = __shfl_sync(kAllLanes, finished, 0);
      if (finished == to - from) {
        __threadfence();
        if (lane == 0) *counter = 0;
        mergePartials<Head, Heads>(p, at, group, itemBegin, from, to, total, workers);
      }
    }
    at.advance(p);
  }
}

template <typename Format, int WarpsPerSm>
void launch(const DecodeAttention& p, int ctas, cudaStream_t stream, int ctasPerSm) {
  using Shape = typename Format::Shape;
  constexpr int kStages = Shape::template stages<WarpsPerSm>;
  int device = 0, sharedLimit = 0;
  check(cudaGetDevice(&device));
  check(cudaDeviceGetAttribute(&sharedLimit, cudaDevAttrMaxSharedMemoryPerMultiprocessor, device));
  const int bytesPerWarp = kStages * (Shape::bytes + static_cast<int>(sizeof(uint64_t)));
  constexpr int kReservedPerCta = 1024;
  const int warps = std::min(WarpsPerSm / ctasPerSm, (sharedLimit / ctasPerSm - kReservedPerCta) / bytesPerWarp);
  require(warps >= 1, "too little shared memory for decode attention");
  const int bytes = warps * bytesPerWarp;
  const auto kernel = decodeAttentionKernel<Format, WarpsPerSm>;
  check(cudaFuncSetAttribute(kernel, cudaFuncAttributeMaxDynamicSharedMemorySize, bytes));
  const float scaleLog2 = log2OfE / std::sqrt(static_cast<float>(Shape::headSize));
  cudaLaunchConfig_t config{};
  config.gridDim = dim3(ctas);
  config.blockDim = dim3(warps * 32);
  config.dynamicSmemBytes = bytes;
  config.stream = stream;
  check(cudaLaunchKernelEx(&config, kernel, p, scaleLog2));
}

template <typename Format>
void launch(const DecodeAttention& p, const Placement& placement, int ctasPerSm) {
  const int ctas = placement.ctas(placement.smCount * ctasPerSm, ctasPerSm);
  const bool few = Placement{.smCount = ctas / ctasPerSm}.fewSms();
  if (placement.ctaLimit > 0 && few) return launch<Format, kWarpsUnderLimit>(p, ctas, placement.stream, ctasPerSm);
  launch<Format, kWarps>(p, ctas, placement.stream, ctasPerSm);
}

template <template <int, int> typename Format>
void launch(const DecodeAttention& p, const Placement& placement, int ctasPerSm) {
  if (p.cache.headSize == 128) return launch<Format<128, 1>>(p, placement, ctasPerSm);
  if (p.cache.kvHeads % 2 == 0) return launch<Format<64, 2>>(p, placement, ctasPerSm);
  launch<Format<64, 1>>(p, placement, ctasPerSm);
}

}  // namespace

size_t decodePartialFloats(int smCount, int headSize) {
  const int heads = headSize == 64 ? 2 : 1;
  return 2 * static_cast<size_t>(smCount) * kWarpsUnderLimit * heads * kGroupRows * (headSize + 2);
}

void decodeAttention(const DecodeAttention& p, const Placement& placement, int ctasPerSm) {
  const KvCache& cache = p.cache;
  require(cache.kvHeads > 0 && p.queryHeads % cache.kvHeads == 0, "query heads must be a multiple of KV heads");
  require(p.queryHeads / cache.kvHeads <= kGroupRows, "at most 8 query heads share a KV head");
  require(cache.pageTokens == 16 || cache.pageTokens == 64, "a page must hold 16 or 64 tokens");
  require(p.queryStride % 2 == 0, "query rows must be 4-byte aligned");
  require(cache.headSize == 64 || cache.headSize == 128, "head size must be 64 or 128");
  if (cache.fp8 != nullptr) return launch<Fp8Format>(p, placement, ctasPerSm);
  launch<Bf16Format>(p, placement, ctasPerSm);
}

}  // namespace nanoflow

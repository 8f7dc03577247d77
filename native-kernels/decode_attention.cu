#include "decode_attention.h"

#include "cuda_check.h"
#include "decode_partials.cuh"

namespace nanoflow {
namespace {

using namespace decode;

constexpr int kMaxWarps = 8;
constexpr int kMinTilesPerWorker = 4;

template <int Head>
__global__ void __launch_bounds__(kMaxWarps * 32, 1) decodeAttentionKernel(DecodeAttention p, float scaleLog2) {
  extern __shared__ __align__(128) unsigned char shared[];
  const int lane = threadIdx.x % 32;
  const int warp = threadIdx.x / 32;
  const int warps = blockDim.x / 32;
  const int group = p.queryHeads / p.cache.kvHeads;
  const int total = p.tileOffsets[p.requests] * p.cache.kvHeads;
  const int workers = min(static_cast<int>(gridDim.x) * warps, max(1, total / kMinTilesPerWorker));
  const int worker = warp * gridDim.x + blockIdx.x;
  if (worker >= workers || total == 0) return;
  const int begin = partBegin(worker, total, workers);
  const int end = partBegin(worker + 1, total, workers);

  constexpr int kRing = kStages<Head>;
  TileRing<Head> ring;
  ring.slots = shared + warp * kRing * kTileBytes<Head>;
  ring.barriers = reinterpret_cast<uint64_t*>(shared + warps * kRing * kTileBytes<Head>) + warp * kRing;
  if (lane < kRing) initTileBarrier(&ring.barriers[lane]);
  __syncwarp();

  TileCursor at;
  at.seek(p, begin);
  ring.next = at;
  for (int i = 0; i < kRing; ++i) ring.issue(p, begin + i < end);

  Accumulator<Head> sum;
  uint32_t query[Head / 16][2];
  int context = 0;
  for (int flat = begin; flat < end; ++flat) {
    if (flat == begin || at.tile == 0) {
      const bool present = lane / 4 < group;
      const __nv_bfloat16* row = p.query + static_cast<size_t>(at.request) * p.queryStride +
                                 (at.head * group + (present ? lane / 4 : 0)) * Head + 2 * (lane % 4);
#pragma unroll
      for (int i = 0; i < Head / 16; ++i) {
        query[i][0] = present ? *reinterpret_cast<const uint32_t*>(row + 16 * i) : 0;
        query[i][1] = present ? *reinterpret_cast<const uint32_t*>(row + 16 * i + 8) : 0;
      }
      context = p.contextLengths[at.request];
      sum.clear();
    }

    const int step = flat - begin;
    const int stage = step % kRing;
    waitTile<kRing - 1>(&ring.barriers[stage], (step / kRing) & 1);
    if constexpr (!bulkCopies) __syncwarp();
    sum.add(ring.slots + stage * kTileBytes<Head>, query, context - at.tile * kvTileTokens, scaleLog2);
    __syncwarp();
    ring.issue(p, flat + kRing < end);

    const bool itemEnds = at.tile == at.tiles - 1;
    if (itemEnds || flat + 1 == end) {
      sum.reduceMass();
      const int itemBegin = flat - at.tile;
      const int itemEnd = itemBegin + at.tiles;
      if (itemBegin >= begin && itemEnds) {
        writeOutput(p, sum, at, group);
      } else {
        writePartial<Head>(partialOf<Head>(p, worker, begin >= itemBegin), sum, group);
        const int from = workerOf(itemBegin, total, workers);
        const int to = workerOf(itemEnd - 1, total, workers);
        __threadfence();
        __syncwarp();
        int finished = 0;
        int* counter = p.counters + at.request * p.cache.kvHeads + at.head;
        if (lane == 0) finished = atomicAdd(counter, 1);
        finished = __shfl_sync(kAllLanes, finished, 0);
        if (finished == to - from) {
          __threadfence();
          if (lane == 0) *counter = 0;
          mergePartials<Head>(p, at, group, itemBegin, from, to, total, workers);
        }
      }
    }
    at.advance(p);
  }
}

template <int Head>
void launch(const DecodeAttention& p, const Placement& placement, int ctasPerSm) {
  int device = 0, sharedLimit = 0;
  check(cudaGetDevice(&device));
  check(cudaDeviceGetAttribute(&sharedLimit, cudaDevAttrMaxSharedMemoryPerMultiprocessor, device));
  const int bytesPerWarp = kStages<Head> * (kTileBytes<Head> + static_cast<int>(sizeof(uint64_t)));
  constexpr int kReservedPerCta = 1024;
  const int warps = std::min(kMaxWarps / ctasPerSm, (sharedLimit / ctasPerSm - kReservedPerCta) / bytesPerWarp);
  require(warps >= 1, "too little shared memory for decode attention");
  const int bytes = warps * bytesPerWarp;
  check(cudaFuncSetAttribute(decodeAttentionKernel<Head>, cudaFuncAttributeMaxDynamicSharedMemorySize, bytes));
  const int ctas = placement.ctas(placement.smCount * ctasPerSm, ctasPerSm);
  const float scaleLog2 = 1.4426950408889634f / std::sqrt(static_cast<float>(Head));
  decodeAttentionKernel<Head><<<ctas, warps * 32, bytes, placement.stream>>>(p, scaleLog2);
  check(cudaGetLastError());
}

}  // namespace

size_t decodePartialFloats(int smCount, int headSize) {
  return 2 * static_cast<size_t>(smCount) * kMaxWarps * kGroupRows * (headSize + 2);
}

void decodeAttention(const DecodeAttention& p, const Placement& placement, int ctasPerSm) {
  const KvCache& cache = p.cache;
  require(ctasPerSm == 1 || ctasPerSm == 2, "decode attention runs 1 or 2 CTAs an SM");
  require(cache.kvHeads > 0 && p.queryHeads % cache.kvHeads == 0, "query heads must be a multiple of KV heads");
  require(p.queryHeads / cache.kvHeads <= kGroupRows, "at most 8 query heads share a KV head");
  require(cache.pageTokens == 16 || cache.pageTokens == 64, "a page must hold 16 or 64 tokens");
  require(p.queryStride % 2 == 0, "query rows must be 4-byte aligned");
  if (cache.headSize == 128) return launch<128>(p, placement, ctasPerSm);
  require(cache.headSize == 64, "head size must be 64 or 128");
  launch<64>(p, placement, ctasPerSm);
}

}  // namespace nanoflow

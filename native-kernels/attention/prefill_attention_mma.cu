#include <cmath>

#include "../device/async_copy.cuh"
#include "../device/cuda_check.h"
#include "../device/exp2.cuh"
#include "../device/index_check.cuh"
#include "../device/shared_clear.cuh"
#include "../device/warp.cuh"
#include "prefill_rows.cuh"
#include "prefill_tile_fp8.cuh"

namespace nanoflow {
namespace {

constexpr int kWarps = 8;
constexpr int kThreads = kWarps * 32;
static_assert(prefillTileRows == kWarps * 16);
constexpr int kKeys = 64;           // KV tokens a tile

template <int Head>
constexpr int kTensorBytes = kKeys * Head * static_cast<int>(sizeof(__nv_bfloat16));

/** Bytes that a tile of the cache takes in shared memory as it is fetched. */
template <int Head, bool Fp8>
constexpr int kFetchedBytes = Fp8 ? kKeys / kvTileTokens * fp8KvTileBytes(Head) : 2 * kTensorBytes<Head>;

template <int Head, bool Fp8>
__device__ void fetchTile(const PrefillAttention& p, const RowTile& work, int tile, unsigned char* slot,
                          uint64_t* barrier) {
  const KvCache& cache = p.cache;
  const int slice = min(cache.pageTokens, kKeys);
  constexpr int kSliceBytes = Head * static_cast<int>(sizeof(__nv_bfloat16));  // of a token
  const int bytes = Fp8 ? slice / kvTileTokens * fp8KvTileBytes(Head) : slice * kSliceBytes;
  const int lastPage = work.position(work.rows - 1) / cache.pageTokens;
  checkIndex("prefill_attention", work.sequence, "the context fits the page table", lastPage, p.pageTableStride);
  expectTile(barrier, kFetchedBytes<Head, Fp8>, threadIdx.x);
  if (!bulkCopies || threadIdx.x == 0) {
    for (int i = 0; i < kKeys / slice; ++i) {
      const int token = tile * kKeys + i * slice;
      const int page = pageTableOf(p, work.sequence)[min(token / cache.pageTokens, lastPage)];
      checkIndex("prefill_attention", work.sequence, "the page is one of the cache", page, cache.pages);
      if constexpr (Fp8) {
        const size_t from = fp8KvTile(cache, page, work.head, token % cache.pageTokens);
        copyToShared(slot + i * bytes, cache.fp8 + from, bytes, barrier, threadIdx.x, kThreads);
      } else {
        const size_t row = kvRow(cache, page, work.head, token % cache.pageTokens);
        copyToShared(slot + i * bytes, cache.keys + row, bytes, barrier, threadIdx.x, kThreads);
        copyToShared(slot + kTensorBytes<Head> + i * bytes, cache.values + row, bytes, barrier, threadIdx.x, kThreads);
      }
    }
  }
  commitTile();
}

/** 16 rows of a warp: query fragments, output and softmax state of rows g and g + 8. */
template <int Head>
struct WarpRows {
  uint32_t query[Head / 16][4];
  float output[Head / 8][4];
  float peak[2];
  float mass[2];

  __device__ void load(const PrefillAttention& p, const RowTile& work, int firstRow) {
    const int lane = threadIdx.x % 32;
#pragma unroll
    for (int half = 0; half < 2; ++half) {
      const int row = firstRow + lane / 4 + 8 * half;
      const bool present = row < work.rows;
      const int safe = present ? row : 0;
      const __nv_bfloat16* from = p.query + work.offset(safe, p.queryStride, Head) + 2 * (lane % 4);
#pragma unroll
      for (int i = 0; i < Head / 16; ++i) {
        query[i][half] = present ? *reinterpret_cast<const uint32_t*>(from + 16 * i) : 0;
        query[i][half + 2] = present ? *reinterpret_cast<const uint32_t*>(from + 16 * i + 8) : 0;
      }
      peak[half] = -INFINITY;
      mass[half] = 0.f;
    }
#pragma unroll
    for (int i = 0; i < Head / 8; ++i)
#pragma unroll
      for (int j = 0; j < 4; ++j) output[i][j] = 0.f;
  }

  __device__ void scores(uint32_t keys, float (&score)[kKeys / 8][4]) const {
    const int lane = threadIdx.x % 32;
#pragma unroll
    for (int n = 0; n < kKeys / 8; ++n)
#pragma unroll
      for (int j = 0; j < 4; ++j) score[n][j] = 0.f;
#pragma unroll
    for (int i = 0; i < Head / 16; ++i) {
#pragma unroll
      for (int n = 0; n < kKeys / 16; ++n) {
        const int token = n * 16 + (lane / 16) * 8 + lane % 8;
        uint32_t fragment[4];
        loadMatrices(fragment, keys + token * Head * 2 + kvChunk(2 * i + (lane / 8) % 2, token) * 16);
        multiplyAccumulate(score[2 * n], query[i], fragment[0], fragment[1]);
        multiplyAccumulate(score[2 * n + 1], query[i], fragment[2], fragment[3]);
      }
    }
  }

  /** Turns scores into weights, exp2(score * scale - peak), and rescales what was summed before. */
  __device__ void softmax(float (&score)[kKeys / 8][4], float scaleLog2) {
#pragma unroll
    for (int half = 0; half < 2; ++half) {
      float top = peak[half];
#pragma unroll
      for (int n = 0; n < kKeys / 8; ++n) top = fmaxf(top, fmaxf(score[n][2 * half], score[n][2 * half + 1]));
      top = fmaxf(top, __shfl_xor_sync(kAllLanes, top, 1));
      top = fmaxf(top, __shfl_xor_sync(kAllLanes, top, 2));
      const float keep = exp2f((peak[half] - top) * scaleLog2);
      const float shift = top * scaleLog2;
      peak[half] = top;
      mass[half] *= keep;
#pragma unroll
      for (int i = 0; i < Head / 8; ++i) {
        output[i][2 * half] *= keep;
        output[i][2 * half + 1] *= keep;
      }
#pragma unroll
      for (int n = 0; n < kKeys / 8; ++n)
#pragma unroll
        for (int j = 2 * half; j < 2 * half + 2; ++j) {
          score[n][j] = exp2f(fmaf(score[n][j], scaleLog2, -shift));
          mass[half] += score[n][j];
        }
    }
  }

  __device__ void accumulate(uint32_t values, const float (&weight)[kKeys / 8][4]) {
    const int lane = threadIdx.x % 32;
#pragma unroll
    for (int k = 0; k < kKeys / 16; ++k) {
      const uint32_t weights[4] = {
          packBf16(weight[2 * k][0], weight[2 * k][1]), packBf16(weight[2 * k][2], weight[2 * k][3]),
          packBf16(weight[2 * k + 1][0], weight[2 * k + 1][1]), packBf16(weight[2 * k + 1][2], weight[2 * k + 1][3])};
      const int token = k * 16 + lane % 16;
#pragma unroll
      for (int i = 0; i < Head / 16; ++i) {
        uint32_t fragment[4];
        loadMatricesTransposed(fragment, values + token * Head * 2 + kvChunk(2 * i + lane / 16, token) * 16);
        multiplyAccumulate(output[2 * i], weights, fragment[0], fragment[1]);
        multiplyAccumulate(output[2 * i + 1], weights, fragment[2], fragment[3]);
      }
    }
  }

  __device__ void store(const PrefillAttention& p, const RowTile& work, int firstRow) {
    const int lane = threadIdx.x % 32;
#pragma unroll
    for (int half = 0; half < 2; ++half) {
      mass[half] += __shfl_xor_sync(kAllLanes, mass[half], 1);
      mass[half] += __shfl_xor_sync(kAllLanes, mass[half], 2);
      const int row = firstRow + lane / 4 + 8 * half;
      if (row >= work.rows) continue;
      const float scale = 1.f / mass[half];
      __nv_bfloat16* to = p.output + work.offset(row, p.queryHeads * Head, Head) + 2 * (lane % 4);
#pragma unroll
      for (int i = 0; i < Head / 8; ++i) {
        *reinterpret_cast<uint32_t*>(to + 8 * i) =
            packBf16(output[i][2 * half] * scale, output[i][2 * half + 1] * scale);
      }
    }
  }
};

/** Hides keys after each row's position; only tiles that reach past the first row need it. */
__device__ inline void maskCausal(float (&score)[kKeys / 8][4], const RowTile& work, int firstRow, int firstKey) {
  const int lane = threadIdx.x % 32;
#pragma unroll
  for (int half = 0; half < 2; ++half) {
    const int position = work.position(firstRow + lane / 4 + 8 * half);
#pragma unroll
    for (int n = 0; n < kKeys / 8; ++n)
#pragma unroll
      for (int j = 0; j < 2; ++j) {
        if (firstKey + n * 8 + 2 * (lane % 4) + j > position) score[n][2 * half + j] = -INFINITY;
      }
  }
}

/** Zeros the values of a tile from token `valid` on, which may be another sequence's: a weight of zero would keep a NaN. */
template <int Head>
__device__ void clearTail(uint32_t values, int valid) {
  clearShared(values + valid * Head * 2, values + kTensorBytes<Head>, threadIdx.x, kThreads);
  fenceWritesForCopies();
  __syncthreads();
}

/** Shared memory: two slots of tiles as they are fetched, and in FP8 behind them a tile in bf16. */
template <int Head, bool Fp8>
constexpr int kSharedBytes = 2 * kFetchedBytes<Head, Fp8> + (Fp8 ? 2 * kTensorBytes<Head> : 0);

template <int Head, bool Fp8>
__global__ void __launch_bounds__(kThreads, 1)
    prefillAttentionKernel(PrefillAttention p, int items, float scaleLog2) {
  extern __shared__ __align__(128) unsigned char shared[];
  constexpr int kSlotBytes = kFetchedBytes<Head, Fp8>;
  __shared__ uint64_t barriers[2];
  if (threadIdx.x < 2) initTileBarrier(&barriers[threadIdx.x]);
  __syncthreads();

  int fetched = 0;  // tiles over all items: slot fetched % 2, phase (fetched / 2) % 2
  for (int item = blockIdx.x; item < items; item += gridDim.x) {
    const RowTile work = locateRows(p, item);
    if (work.empty()) break;

    const int warpRow = work.firstRow + static_cast<int>(threadIdx.x) / 32 * 16;
    const int tiles = work.tiles(kKeys);
    fetchTile<Head, Fp8>(p, work, 0, shared + fetched % 2 * kSlotBytes, &barriers[fetched % 2]);
    WarpRows<Head> rows;
    rows.load(p, work, warpRow);
    for (int tile = 0; tile < tiles; ++tile, ++fetched) {
      const int next = (fetched + 1) % 2;
      if (tile + 1 < tiles) {
        fetchTile<Head, Fp8>(p, work, tile + 1, shared + next * kSlotBytes, &barriers[next]);
      } else {
        commitTile();
      }
      waitTile<1>(&barriers[fetched % 2], (fetched / 2) & 1);
      if constexpr (!bulkCopies) __syncthreads();

      unsigned char* slot = shared + fetched % 2 * kSlotBytes;
      const int valid = tile + 1 == tiles ? work.lastTileTokens(kKeys) : kKeys;
      if constexpr (Fp8) {
        unsigned char* widened = shared + 2 * kSlotBytes;
        widenTile<Head, kKeys>(slot, widened, valid, threadIdx.x, kThreads);
        __syncthreads();
        slot = widened;
      }
      const uint32_t keys = sharedAddress(slot), values = keys + kTensorBytes<Head>;
      if (!Fp8 && valid < kKeys) clearTail<Head>(values, valid);
      float score[kKeys / 8][4];
      rows.scores(keys, score);
      if ((tile + 1) * kKeys - 1 > work.position(warpRow)) maskCausal(score, work, warpRow, tile * kKeys);
      rows.softmax(score, scaleLog2);
      rows.accumulate(values, score);
      __syncthreads();
    }
    rows.store(p, work, warpRow);
  }
}

template <int Head, bool Fp8>
void launch(const PrefillAttention& p, const Placement& placement) {
  const int items = prefillTiles(p.tokens, p.group(), p.sequences, 1) * p.cache.kvHeads;
  constexpr int kBytes = kSharedBytes<Head, Fp8>;
  const auto kernel = prefillAttentionKernel<Head, Fp8>;
  check(cudaFuncSetAttribute(kernel, cudaFuncAttributeMaxDynamicSharedMemorySize, kBytes));
  const int ctas = placement.ctaLimit > 0 ? std::min(placement.ctaLimit, items) : items;
  const float scaleLog2 = log2OfE / std::sqrt(static_cast<float>(Head));
  kernel<<<ctas, kThreads, kBytes, placement.stream>>>(p, items, scaleLog2);
  check(cudaGetLastError());
}

}  // namespace

void prefillAttentionMma(const PrefillAttention& p, const Placement& placement) {
  checkPrefillAttention(p);
  const bool fp8 = p.cache.fp8 != nullptr;
  if (p.cache.headSize == 128) return fp8 ? launch<128, true>(p, placement) : launch<128, false>(p, placement);
  fp8 ? launch<64, true>(p, placement) : launch<64, false>(p, placement);
}

}  // namespace nanoflow

#include <cmath>

#include "async_copy.cuh"
#include "cuda_check.h"
#include "prefill_rows.cuh"
#include "tensor_copy.cuh"
#include "warpgroup.cuh"

namespace nanoflow {
namespace {

constexpr int kConsumers = 2;  // warpgroups that multiply, 64 rows each; one more fetches
constexpr int kThreads = (kConsumers + 1) * 128;

/** Shared memory: the queries of a work item, and a ring of slots for key and value tiles. */
template <int Head, int Keys>
struct Layout {
  static constexpr int queryBytes = prefillTileRows * Head * 2;
  static constexpr int tileBytes = Keys * Head * 2;
  static constexpr int slots = 192 * 1024 / tileBytes;
  static constexpr int sharedBytes = queryBytes + slots * tileBytes + 1024;  // room to align the first
};

#if defined(__CUDA_ARCH_FEAT_SM90_ALL)

constexpr int kLoaders = 96;  // threads of the fetching warpgroup that load queries
constexpr unsigned kAllLanes = 0xffffffffu;

/** 64 columns of a tile of `Keys` tokens. */
template <int Keys>
constexpr int columnBytes = Keys * boxColumns * 2;

/** How the warpgroups of a CTA hand tiles and queries to each other. */
template <int Slots>
struct Channels {
  uint64_t full[Slots], empty[Slots];
  uint64_t queryFull, queryEmpty;
  RowTile work;  // of the queries

  __device__ void init() {
    for (int i = 0; i < Slots; ++i) {
      initBarrier(&full[i], 1);
      initBarrier(&empty[i], kConsumers * 4);
    }
    initBarrier(&queryFull, kLoaders + 1);
    initBarrier(&queryEmpty, kConsumers * 4);
    asm volatile("fence.mbarrier_init.release.cluster;" ::: "memory");
  }
};

/** The CTA's next work item: rounds alternate in direction, so that no CTA always gets the longest of a round. */
__device__ inline int itemOfRound(int round) {
  const int place = round % 2 == 0 ? blockIdx.x : gridDim.x - 1 - blockIdx.x;
  return round * gridDim.x + place;
}

/** exp2 of the hardware, 2 ulp; tiny results are zero. */
__device__ inline float exp2Fast(float x) {
  float y;
  asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(y) : "f"(x));
  return y;
}

/** By the threads [32, 128): copies the queries of each work item to shared memory, permuted as keys are. */
template <int Head, int Keys>
__device__ void loadQueries(const PrefillAttention& p, int rowTiles, int items, uint32_t shared,
                            Channels<Layout<Head, Keys>::slots>& channels) {
  constexpr int kChunks = Head / 8;
  const int loader = threadIdx.x - 32;
  const int chunk = loader % kChunks;
  int loads = 0;
  for (int round = 0; round * gridDim.x < items; ++round) {
    const int item = itemOfRound(round);
    if (item >= items) continue;
    const RowTile work = locateRows(p, rowTiles, item);
    if (work.firstRow >= work.rows) continue;
    if (loads > 0) waitTile<0>(&channels.queryEmpty, (loads - 1) & 1);
#pragma unroll 2  // more would not fit the registers
    for (int row = loader / kChunks; row < prefillTileRows; row += kLoaders / kChunks) {
      const bool present = work.firstRow + row < work.rows;
      const size_t from = work.offset(present ? work.firstRow + row : 0, p.queryStride, Head) + chunk * 8;
      copyChunk(shared + row * Head * 2 + kvChunk(chunk, row) * 16, p.query + from, present);
    }
    if (loader == 0) {
      channels.work = work;
      arrive(&channels.queryFull);
    }
    arriveAfterChunks(&channels.queryFull);
    ++loads;
  }
  if (loads > 0) waitTile<0>(&channels.queryEmpty, (loads - 1) & 1);
  if (loader == 0) {
    channels.work.rows = 0;
    arrive(&channels.queryFull);
  }
  arriveAfterChunks(&channels.queryFull);
}

/** By one warp: streams the tiles of all work items in the order of their use, keys one tile ahead: K0, K1, V0, K2, ... */
template <int Head, int Keys>
__device__ void fetchTiles(const PrefillAttention& p, const CUtensorMap& keyMap, const CUtensorMap& valueMap,
                           int rowTiles, int items, unsigned char* slots,
                           Channels<Layout<Head, Keys>::slots>& channels) {
  using Shape = Layout<Head, Keys>;
  const int lane = threadIdx.x;
  const int pageTokens = p.cache.pageTokens, pagesPerTile = Keys / pageTokens;
  int turn = 0;  // tiles fetched so far: slot turn % slots, phase turn / slots % 2
  const auto fetch = [&](const CUtensorMap& map, int rows) {
    const int slot = turn % Shape::slots;
    if (turn >= Shape::slots) waitTile<0>(&channels.empty[slot], (turn / Shape::slots - 1) & 1);
    expectTile(&channels.full[slot], Shape::tileBytes, lane);
    for (int i = 0; i < pagesPerTile; ++i) {
      const int row = __shfl_sync(kAllLanes, rows, i);
      if (lane != 0) continue;
      unsigned char* to = slots + slot * Shape::tileBytes + i * pageTokens * boxColumns * 2;
#pragma unroll
      for (int column = 0; column < Head / boxColumns; ++column) {
        copyBox(to + column * columnBytes<Keys>, map, column * boxColumns, row, &channels.full[slot]);
      }
    }
    ++turn;
  };
  int before = 0;  // lane i: first row of page i of the tile before
  for (int round = 0; round * gridDim.x < items; ++round) {
    const int item = itemOfRound(round);
    if (item >= items) continue;
    const RowTile work = locateRows(p, rowTiles, item);
    if (work.firstRow >= work.rows) continue;

    const int tiles = work.tiles(Keys);
    const int* table = p.pageTable + static_cast<size_t>(work.sequence) * p.pageTableStride;
    const int lastPage = work.position(work.rows - 1) / pageTokens;
    const auto rowsOf = [&](int tile) {
      const int page = table[min(tile * pagesPerTile + min(lane, pagesPerTile - 1), lastPage)];
      return (page * p.cache.kvHeads + work.head) * pageTokens;
    };
    int now = rowsOf(0);
    for (int tile = 0; tile < tiles; ++tile) {
      const int next = rowsOf(tile + 1);
      fetch(keyMap, now);
      if (turn > 1) fetch(valueMap, before);
      before = now;
      now = next;
    }
  }
  if (turn > 0) fetch(valueMap, before);
}

/** 64 rows of a warpgroup: query fragments, output and softmax state. A lane holds parts of rows g and g + 8. */
template <int Head, int Keys>
struct WarpgroupRows {
  uint32_t query[Head / 16][4];
  float output[Head / 2];
  float peak[2], mass[2];
  int position[2];
  int place[2];  // row of the output [tokens * queryHeads, Head], or -1

  /** Begins a work item; the output of the one before stays. */
  __device__ void begin(const RowTile& work, int queryHeads, uint32_t shared) {
    const int lane = threadIdx.x % 32, warpRow = (threadIdx.x / 32 - 4) * 16;
    const int line = warpRow + lane % 16;
#pragma unroll
    for (int i = 0; i < Head / 16; ++i) {
      loadMatrices(query[i], shared + line * Head * 2 + kvChunk(2 * i + lane / 16, line) * 16);
    }
#pragma unroll
    for (int half = 0; half < 2; ++half) {
      const int row = work.firstRow + warpRow + lane / 4 + 8 * half;
      position[half] = work.position(row);
      place[half] = row < work.rows ? static_cast<int>(work.offset(row, queryHeads, 1)) : -1;
      peak[half] = -INFINITY;
      mass[half] = 0.f;
    }
  }

  /** Starts score = query keys^T. */
  __device__ void startScores(float (&score)[Keys / 2], uint32_t keys) const {
    pinRegisters(score);
    beginWarpgroupProducts();
#pragma unroll
    for (int i = 0; i < Head / 16; ++i) {
      const uint32_t address = keys + i / 4 * columnBytes<Keys> + i % 4 * 32;
      multiplyWarpgroup<false>(score, query[i], operandDescriptor(address), i > 0);
    }
    commitWarpgroupProducts();
  }

  /** Starts output += weights values, or output = weights values for the first tile. */
  __device__ void startOutput(const uint32_t (&weights)[Keys / 16][4], uint32_t values, bool first) {
    pinRegisters(output);
    beginWarpgroupProducts();
#pragma unroll
    for (int k = 0; k < Keys / 16; ++k) {
      const uint64_t rows = transposedDescriptor(values + k * 16 * 128, columnBytes<Keys>);
      multiplyWarpgroup<true>(output, weights[k], rows, k > 0 || !first);
    }
    commitWarpgroupProducts();
  }

  /** Hides keys after each row's position. */
  __device__ void mask(float (&score)[Keys / 2], int firstKey) const {
    const int column = firstKey + 2 * (threadIdx.x % 4);
#pragma unroll
    for (int half = 0; half < 2; ++half) {
      const int visible = position[half] - column;
#pragma unroll
      for (int n = 0; n < Keys / 8; ++n) {
        if (n * 8 > visible) score[4 * n + 2 * half] = -INFINITY;
        if (n * 8 + 1 > visible) score[4 * n + 2 * half + 1] = -INFINITY;
      }
    }
  }

  /** Turns scores into weights, exp2((score - peak) * scale); what was summed before is to be multiplied by `keep`. */
  __device__ void softmax(float (&score)[Keys / 2], float scaleLog2, float (&keep)[2]) {
#pragma unroll
    for (int half = 0; half < 2; ++half) {
      float top = peak[half];
#pragma unroll
      for (int n = 0; n < Keys / 8; ++n) {
        top = fmaxf(top, fmaxf(score[4 * n + 2 * half], score[4 * n + 2 * half + 1]));
      }
      top = fmaxf(top, __shfl_xor_sync(kAllLanes, top, 1));
      top = fmaxf(top, __shfl_xor_sync(kAllLanes, top, 2));
      keep[half] = exp2Fast((peak[half] - top) * scaleLog2);
      peak[half] = top;
      const float shift = top * scaleLog2;
      float sum[2] = {};
#pragma unroll
      for (int n = 0; n < Keys / 8; ++n) {
#pragma unroll
        for (int j = 0; j < 2; ++j) {
          float& x = score[4 * n + 2 * half + j];
          x = exp2Fast(fmaf(x, scaleLog2, -shift));
          sum[j] += x;
        }
      }
      mass[half] = mass[half] * keep[half] + (sum[0] + sum[1]);
    }
  }

  __device__ void rescale(const float (&keep)[2]) {
#pragma unroll
    for (int i = 0; i < Head / 2; ++i) output[i] *= keep[i / 2 % 2];
  }

};

/** Divides the sums of a work item by their masses and writes them. */
template <int Head>
__device__ void store(__nv_bfloat16* to, const float (&output)[Head / 2], const float (&mass)[2],
                      const int (&place)[2]) {
#pragma unroll
  for (int half = 0; half < 2; ++half) {
    float whole = mass[half] + __shfl_xor_sync(kAllLanes, mass[half], 1);
    whole += __shfl_xor_sync(kAllLanes, whole, 2);
    const float scale = 1.f / whole;
    __nv_bfloat16* row = to + static_cast<size_t>(max(place[half], 0)) * Head + threadIdx.x % 4 * 8;
#pragma unroll
    for (int block = 0; block < Head / 32; ++block) {
      uint32_t packed[4];
#pragma unroll
      for (int i = 0; i < 4; ++i) {
        const int at = (block * 4 + i) * 4 + 2 * half;
        packed[i] = packBf16(output[at] * scale, output[at + 1] * scale);
      }
      transposeQuad(packed);
      if (place[half] < 0) continue;
      *reinterpret_cast<uint4*>(row + block * 32) = make_uint4(packed[0], packed[1], packed[2], packed[3]);
    }
  }
}

/** Weights as the A operand of the second product: the accumulator's registers, rounded in place. */
template <int Keys>
__device__ inline void roundWeights(const float (&score)[Keys / 2], uint32_t (&weights)[Keys / 16][4]) {
#pragma unroll
  for (int k = 0; k < Keys / 16; ++k) {
#pragma unroll
    for (int i = 0; i < 4; ++i) weights[k][i] = packBf16(score[8 * k + 2 * i], score[8 * k + 2 * i + 1]);
  }
}

/** Consumer warpgroups take turns in issuing products, so that the softmax of one runs under the products of the other. */
__device__ inline void awaitTurn(int consumer) {
  asm volatile("bar.sync %0, %1;" ::"r"(1 + consumer), "n"(kConsumers * 128) : "memory");
}

__device__ inline void passTurn(int consumer) {
  asm volatile("bar.arrive %0, %1;" ::"r"(2 - consumer), "n"(kConsumers * 128) : "memory");
}

template <int Head, int Keys, bool PingPong>
__device__ void attend(const PrefillAttention& p, uint32_t queries, uint32_t slots, float scaleLog2,
                       Channels<Layout<Head, Keys>::slots>& channels) {
  using Shape = Layout<Head, Keys>;
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
  WarpgroupRows<Head, Keys> rows;
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
    roundWeights<Keys>(score, weights);
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
      waitWarpgroupProducts<0>();
      pinRegisters(rows.output);
      pinRegisters(score);
      release(turn - 1);
      if (last) {
        store<Head>(p.output, rows.output, mass, place);
      } else {
        rows.rescale(keep);
      }
      roundWeights<Keys>(score, weights);
    }
  }
  if (PingPong && consumer == 0) awaitTurn(consumer);
}

#endif

template <int Head, int Keys, bool PingPong>
__global__ void __launch_bounds__(kThreads, 1)
    prefillAttentionKernel(const __grid_constant__ CUtensorMap keyMap, const __grid_constant__ CUtensorMap valueMap,
                           PrefillAttention p, int rowTiles, float scaleLog2) {
#if defined(__CUDA_ARCH_FEAT_SM90_ALL)
  using Shape = Layout<Head, Keys>;
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
      fetchTiles<Head, Keys>(p, keyMap, valueMap, rowTiles, items, slots, channels);
    } else {
      loadQueries<Head, Keys>(p, rowTiles, items, queries, channels);
    }
  } else {
    claimRegisters<232>();
    attend<Head, Keys, PingPong>(p, queries, sharedAddress(slots), scaleLog2, channels);
  }
#else
  __trap();
#endif
}

template <int Head, int Keys = 128, bool PingPong = true>
void launch(const PrefillAttention& p, const Placement& placement) {
  using Shape = Layout<Head, Keys>;
  const auto kernel = prefillAttentionKernel<Head, Keys, PingPong>;
  cudaFuncAttributes built{};
  check(cudaFuncGetAttributes(&built, kernel));
  // Without warpgroup instructions the kernel is empty and uses no shared memory.
  if (built.sharedSizeBytes == 0) throw UnsupportedError("prefill attention by warpgroups is built for sm_90a only");
  check(cudaFuncSetAttribute(kernel, cudaFuncAttributeMaxDynamicSharedMemorySize, Shape::sharedBytes));
  // The cache does not tell its number of pages; page tables stay inside.
  constexpr size_t kMostRows = 1ull << 31;
  const KvCache& cache = p.cache;
  const CUtensorMap keyMap = tensorMap(cache.keys, kMostRows, Head, cache.pageTokens, CU_TENSOR_MAP_SWIZZLE_NONE);
  const CUtensorMap valueMap = tensorMap(cache.values, kMostRows, Head, cache.pageTokens, CU_TENSOR_MAP_SWIZZLE_NONE);
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
  check(cudaFuncGetAttributes(&built, prefillAttentionKernel<128, 128, true>));
  // Without warpgroup instructions the kernel is empty and uses no shared memory.
  return built.sharedSizeBytes > 0;
}

void prefillAttentionWgmma(const PrefillAttention& p, const Placement& placement) {
  checkPrefillAttention(p);
  if (!hasPrefillAttentionWgmma()) throw UnsupportedError("prefill attention by wgmma is built for sm_90a only");
  if (p.cache.headSize == 128) return launch<128>(p, placement);
  launch<64>(p, placement);
}

}  // namespace nanoflow

#include "grouped_gemm.h"

#include "grouped_gemm_shares.cuh"
#include "../device/tensor_copy.cuh"
#include "../device/warpgroup.cuh"

namespace nanoflow {
namespace {

using namespace grouped;

constexpr int kConsumers = 2;  // warpgroups that multiply; one more fetches
constexpr int kThreads = (kConsumers + 1) * 128;

/** Scales of an FP8 product; of one in bf16 there are none. */
struct Scales {
  const float* input = nullptr;   ///< [rows]
  const float* weight = nullptr;  ///< [experts, n]
};

#if defined(__CUDA_ARCH_FEAT_SM90_ALL)

/** Multiplies a warpgroup's accumulators by the scales of their rows and columns. */
template <int Width>
__device__ void scaleTile(const GroupedGemm& p, const Scales& scales, float (&sum)[Width / 2], const Tile& at,
                          int firstRow, int firstColumn) {
  const int lane = threadIdx.x % 32, row = firstRow + threadIdx.x / 32 % 4 * 16 + lane / 4;
  const float low = row < at.endRow ? scales.input[row] : 0.f;
  const float high = row + 8 < at.endRow ? scales.input[row + 8] : 0.f;
  const float* weight = scales.weight + static_cast<size_t>(at.expert) * p.n;
#pragma unroll
  for (int i = 0; i < Width / 8; ++i) {
    const int column = firstColumn + i * 8 + lane % 4 * 2;
    if (column >= p.n) continue;
    const float2 pair = *reinterpret_cast<const float2*>(weight + column);
    sum[4 * i] *= low * pair.x;
    sum[4 * i + 1] *= low * pair.y;
    sum[4 * i + 2] *= high * pair.x;
    sum[4 * i + 3] *= high * pair.y;
  }
}

/** Writes a warpgroup's accumulators, 16 bytes a lane; rows and columns past the tile's end are left out. */
template <int Width>
__device__ void storeTile(const GroupedGemm& p, const float (&sum)[Width / 2], int firstRow, int endRow,
                          int firstColumn) {
  const int lane = threadIdx.x % 32;
#pragma unroll
  for (int half = 0; half < 2; ++half) {
    const int row = firstRow + threadIdx.x / 32 % 4 * 16 + lane / 4 + 8 * half;
#pragma unroll
    for (int block = 0; block < Width / 32; ++block) {
      uint32_t packed[4];
#pragma unroll
      for (int i = 0; i < 4; ++i) {
        const int at = (block * 4 + i) * 4 + 2 * half;
        packed[i] = packBf16(sum[at], sum[at + 1]);
      }
      transposeQuad(packed);
      const int column = firstColumn + block * 32 + lane % 4 * 8;
      if (row < endRow && column < p.n) {
        *reinterpret_cast<uint4*>(p.output + static_cast<size_t>(row) * p.n + column) =
            make_uint4(packed[0], packed[1], packed[2], packed[3]);
      }
    }
  }
}

/** The ring of stages that the fetching warpgroup fills and the others empty. */
template <int Rows, int Columns>
struct Ring {
  using Layout = Stage<Rows, Columns>;
  unsigned char* stages;
  uint64_t* full;
  uint64_t* empty;
  int turn = 0;  // stages used so far: slot turn % count, phase turn / count % 2

  __device__ int slot() const { return turn % Layout::count; }
  __device__ void waitFull() const { waitTile<0>(&full[slot()], turn / Layout::count & 1); }
  __device__ void waitEmpty() const {
    if (turn >= Layout::count) waitTile<0>(&empty[slot()], (turn / Layout::count - 1) & 1);
  }
};

/** Fetches the operands of this CTA's tiles, stage by stage; one thread. */
template <int Rows, int Columns>
__device__ void fetchTiles(const CUtensorMap& inputMap, const CUtensorMap& weightMap, const GroupedGemm& p,
                           const int* tileStarts, Ring<Rows, Columns> ring) {
  using Layout = Stage<Rows, Columns>;
  Share share;
  for (int round = 0; shareOf(p, tileStarts[p.experts], round, share); ++round) {
    const Tile at = locate<Rows, Columns>(p, tileStarts, share.tile);
    // Rows past the expert's end are not fetched: what is multiplied in their place is never stored.
    const int blocks = min(Rows, at.endRow - at.firstRow + kRowBlock - 1) / kRowBlock;
    for (int step = share.beginStep; step < share.endStep; ++step, ++ring.turn) {
      ring.waitEmpty();
      const int slot = ring.slot();
      unsigned char* stage = ring.stages + slot * Layout::bytes;
      expectTile(&ring.full[slot], blocks * Layout::inputBlockBytes + Layout::weightBytes, 0);
      for (int block = 0; block < blocks; ++block) {
        copyBox(stage + block * Layout::inputBlockBytes, inputMap, step * kDepth, at.firstRow + block * kRowBlock,
                &ring.full[slot]);
      }
      copyBox(stage + Layout::inputBytes, weightMap, step * kDepth, at.expert * p.n + at.firstColumn, &ring.full[slot]);
    }
  }
}

/** One warpgroup's share of a tile: 64 rows from `rowShift` on, `Width` columns from `columnShift` on. */
template <int Width, bool Fp8, int Rows, int Columns>
__device__ void multiplyTile(const GroupedGemm& p, const Scales& scales, const Tile& at, const Share& share, int rowShift, int columnShift,
                             Ring<Rows, Columns>& ring) {
  using Layout = Stage<Rows, Columns>;
  __shared__ int arrived;
  const bool elected = threadIdx.x % 32 == 0;
  float sum[Width / 2];
  const int steps = share.endStep - share.beginStep;
  for (int step = 0; step < steps; ++step, ++ring.turn) {
    ring.waitFull();
    const uint32_t stage = sharedAddress(ring.stages + ring.slot() * Layout::bytes);
    const uint32_t input = stage + rowShift * kDepth * 2;
    const uint32_t weight = stage + Layout::inputBytes + columnShift * kDepth * 2;
    beginWarpgroupProducts();
#pragma unroll
    for (int i = 0; i < kDepth / 16; ++i) {
      const uint64_t a = operandDescriptor(input + i * 32), b = operandDescriptor(weight + i * 32);
      if constexpr (Fp8) {
        multiplyWarpgroupFp8(sum, a, b, step + i > 0);
      } else {
        multiplyWarpgroup(sum, a, b, step + i > 0);
      }
    }
    commitWarpgroupProducts();
    waitWarpgroupProducts<1>();
    if (step > 0 && elected) arrive(&ring.empty[(ring.turn - 1) % Layout::count]);
  }
  waitWarpgroupProducts<0>();
  if constexpr (Fp8) pinRegisters(sum);  // no scaling before
  if (elected) arrive(&ring.empty[(ring.turn - 1) % Layout::count]);
  if (share.parts > 1 && !gatherParts(p, share, sum, arrived)) return;
  if constexpr (Fp8) scaleTile<Width>(p, scales, sum, at, at.firstRow + rowShift, at.firstColumn + columnShift);
  storeTile<Width>(p, sum, at.firstRow + rowShift, at.endRow, at.firstColumn + columnShift);
}

#endif

/**
 * In FP8 two columns of depth are taken for one of bf16, as which they are fetched: `p.k` counts these pairs, and all
 * places are those of a product in bf16.
 */
template <int Rows, int Columns, bool Fp8>
__global__ void __launch_bounds__(kThreads, 1)
    groupedGemmKernel(const __grid_constant__ CUtensorMap inputMap, const __grid_constant__ CUtensorMap weightMap,
                      GroupedGemm p, Scales scales) {
#if defined(__CUDA_ARCH_FEAT_SM90_ALL)
  using Layout = Stage<Rows, Columns>;
  extern __shared__ unsigned char raw[];
  __shared__ uint64_t full[Layout::count], empty[Layout::count];
  __shared__ int tileStarts[kMostExperts + 1];
  if (threadIdx.x < 32) countTiles<Rows, Columns>(p, tileStarts);
  if (threadIdx.x == 32) {
    for (int i = 0; i < Layout::count; ++i) {
      initBarrier(&full[i], 1);
      initBarrier(&empty[i], kConsumers * 4);
    }
    asm volatile("fence.mbarrier_init.release.cluster;" ::: "memory");
  }
  __syncthreads();
  Ring<Rows, Columns> ring{raw + (1024 - sharedAddress(raw) % 1024) % 1024, full, empty};

  if (threadIdx.x < 128) {
    releaseRegisters<40>();
    if (threadIdx.x == 0) fetchTiles(inputMap, weightMap, p, tileStarts, ring);
    return;
  }

  claimRegisters<232>();
  const int consumer = threadIdx.x / 128 - 1;
  Share share;
  for (int round = 0; shareOf(p, tileStarts[p.experts], round, share); ++round) {
    const Tile at = locate<Rows, Columns>(p, tileStarts, share.tile);
    // The warpgroups split the rows of a tile, or its columns where it has no more rows than one can take.
    if constexpr (Rows > kRowBlock) {
      multiplyTile<Columns, Fp8>(p, scales, at, share, consumer * kRowBlock, 0, ring);
    } else {
      multiplyTile<Columns / 2, Fp8>(p, scales, at, share, 0, consumer * (Columns / 2), ring);
    }
  }
#else
  __trap();
#endif
}

template <int Rows, int Columns, bool Fp8>
void launch(const GroupedGemm& p, const Scales& scales, const Placement& placement) {
  constexpr int kBytes = Stage<Rows, Columns>::sharedBytes;
  const auto kernel = groupedGemmKernel<Rows, Columns, Fp8>;
  cudaFuncAttributes built{};
  check(cudaFuncGetAttributes(&built, kernel));
  // Without warpgroup instructions the kernel is empty and uses no shared memory.
  if (built.sharedSizeBytes == 0) throw UnsupportedError("grouped_gemm's own kernel is built for sm_90a only");
  check(cudaFuncSetAttribute(kernel, cudaFuncAttributeMaxDynamicSharedMemorySize, kBytes));
  const CUtensorMap inputMap = tensorMap(p.input, p.rows, p.k, kRowBlock);
  const CUtensorMap weightMap = tensorMap(p.weight, static_cast<size_t>(p.experts) * p.n, p.k, Columns);
  const int ctas = placement.ctas(placement.smCount, 1);
  kernel<<<ctas, kThreads, kBytes, placement.stream>>>(inputMap, weightMap, p, scales);
  check(cudaGetLastError());
}

template <bool Fp8>
void launch(const GroupedGemm& p, const Scales& scales, const Placement& placement, int tileRows, int tileColumns) {
  require(p.rows > 0 && p.n > 0 && p.k > 0, "grouped_gemm needs rows, n and k");
  require(p.n % 8 == 0 && p.k % 8 == 0, "n and k must be multiples of 8, k in FP8 of 16");
  require(p.experts > 0 && p.experts <= kMostExperts, "1 to 256 experts");
  require((p.partials == nullptr) == (p.counters == nullptr), "scratch memory and counters go together");
  if (tileRows == 64 && tileColumns == 256) return launch<64, 256, Fp8>(p, scales, placement);
  if (tileRows == 128 && tileColumns == 192) return launch<128, 192, Fp8>(p, scales, placement);
  require(tileRows == 128 && tileColumns == 256, "tiles are 64 x 256, 128 x 192 or 128 x 256");
  launch<128, 256, Fp8>(p, scales, placement);
}

}  // namespace

size_t groupedGemmPartialFloats(int smCount) { return static_cast<size_t>(smCount) * 128 * kConsumerThreads; }

void groupedGemm(const GroupedGemm& p, const Placement& placement, int tileRows, int tileColumns) {
  launch<false>(p, {}, placement, tileRows, tileColumns);
}

void groupedGemm(const ScaledGroupedGemm& p, const Placement& placement, int tileRows, int tileColumns) {
  require(p.inputScales != nullptr && p.weightScales != nullptr, "an FP8 product has scales");
  require(p.shape.k % 16 == 0, "k must be a multiple of 16 in FP8");
  GroupedGemm pairs = p.shape;
  pairs.input = reinterpret_cast<const __nv_bfloat16*>(p.input);
  pairs.weight = reinterpret_cast<const __nv_bfloat16*>(p.weight);
  pairs.k = p.shape.k / 2;
  launch<true>(pairs, {p.inputScales, p.weightScales}, placement, tileRows, tileColumns);
}

}  // namespace nanoflow

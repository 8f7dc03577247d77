#include "grouped_gemm.h"

#include "async_copy.cuh"
#include "tensor_copy.cuh"
#include "warpgroup.cuh"

namespace nanoflow {
namespace {

constexpr int kColumns = 256;  // of an output tile
constexpr int kDepth = boxColumns;  // of a stage: 128 bytes, the swizzle's width
constexpr int kMostExperts = 256;
constexpr int kConsumers = 2;  // warpgroups that multiply; one more fetches
constexpr int kThreads = (kConsumers + 1) * 128;

template <int Rows>
struct Stage {
  static constexpr int inputBytes = Rows * kDepth * 2;
  static constexpr int bytes = inputBytes + kColumns * kDepth * 2;
  static constexpr int count = Rows == 128 ? 4 : 5;
  static constexpr int sharedBytes = count * bytes + 1024;  // room to align the first
};

/** Where a tile lies: rows of one expert, columns of the output. */
struct Tile {
  int expert, firstRow, endRow, firstColumn;
};

/** Tiles of all experts on one line, rows fastest, so that CTAs running together share weights in the L2. */
template <int Rows>
__device__ Tile locate(const GroupedGemm& p, const int* tileStarts, int tile) {
  int low = 0, high = p.experts;
  while (high - low > 1) {
    const int middle = (low + high) / 2;
    (tileStarts[middle] <= tile ? low : high) = middle;
  }
  const int begin = p.expertOffsets[low], end = p.expertOffsets[low + 1];
  const int rowTiles = (end - begin + Rows - 1) / Rows;
  const int inside = tile - tileStarts[low];
  return {low, begin + inside % rowTiles * Rows, end, inside / rowTiles * kColumns};
}

/** tileStarts[e] = tiles of the experts before e; by the first warp. */
template <int Rows>
__device__ void countTiles(const GroupedGemm& p, int* tileStarts) {
  const int lane = threadIdx.x % 32;
  const int columnTiles = (p.n + kColumns - 1) / kColumns;
  int before = 0;
  for (int base = 0; base < p.experts; base += 32) {
    const int expert = base + lane;
    int tiles = 0;
    if (expert < p.experts) {
      tiles = (p.expertOffsets[expert + 1] - p.expertOffsets[expert] + Rows - 1) / Rows * columnTiles;
    }
    int upTo = tiles;
    for (int offset = 1; offset < 32; offset *= 2) {
      const int left = __shfl_up_sync(0xffffffffu, upTo, offset);
      if (lane >= offset) upTo += left;
    }
    if (expert < p.experts) tileStarts[expert] = before + upTo - tiles;
    before += __shfl_sync(0xffffffffu, upTo, 31);
  }
  if (lane == 0) tileStarts[p.experts] = before;
}

#if defined(__CUDA_ARCH_FEAT_SM90_ALL)

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

#endif

template <int Rows>
__global__ void __launch_bounds__(kThreads, 1)
    groupedGemmKernel(const __grid_constant__ CUtensorMap inputMap, const __grid_constant__ CUtensorMap weightMap,
                      GroupedGemm p) {
#if defined(__CUDA_ARCH_FEAT_SM90_ALL)
  using Layout = Stage<Rows>;
  extern __shared__ unsigned char raw[];
  unsigned char* stages = raw + (1024 - sharedAddress(raw) % 1024) % 1024;
  __shared__ uint64_t full[Layout::count], empty[Layout::count];
  __shared__ int tileStarts[kMostExperts + 1];
  if (threadIdx.x < 32) countTiles<Rows>(p, tileStarts);
  if (threadIdx.x == 32) {
    for (int i = 0; i < Layout::count; ++i) {
      initBarrier(&full[i], 1);
      initBarrier(&empty[i], kConsumers * 4);
    }
    asm volatile("fence.mbarrier_init.release.cluster;" ::: "memory");
  }
  __syncthreads();
  const int tiles = tileStarts[p.experts];
  const int steps = (p.k + kDepth - 1) / kDepth;
  int turn = 0;  // stages used so far: slot turn % count, phase turn / count % 2

  if (threadIdx.x < 128) {
    asm volatile("setmaxnreg.dec.sync.aligned.u32 40;");
    if (threadIdx.x != 0) return;
    for (int tile = blockIdx.x; tile < tiles; tile += gridDim.x) {
      const Tile at = locate<Rows>(p, tileStarts, tile);
      for (int step = 0; step < steps; ++step, ++turn) {
        const int slot = turn % Layout::count;
        if (turn >= Layout::count) waitTile<0>(&empty[slot], (turn / Layout::count - 1) & 1);
        unsigned char* stage = stages + slot * Layout::bytes;
        expectTile(&full[slot], Layout::bytes, 0);
        copyBox(stage, inputMap, step * kDepth, at.firstRow, &full[slot]);
        copyBox(stage + Layout::inputBytes, weightMap, step * kDepth, at.expert * p.n + at.firstColumn, &full[slot]);
      }
    }
    return;
  }

  asm volatile("setmaxnreg.inc.sync.aligned.u32 232;");
  // With 128 rows the warpgroups split the rows, with 64 the columns.
  constexpr int kWidth = Rows == 128 ? kColumns : kColumns / 2;
  const int consumer = threadIdx.x / 128 - 1;
  const int rowShift = Rows == 128 ? consumer * 64 : 0, columnShift = Rows == 128 ? 0 : consumer * kWidth;
  const bool elected = threadIdx.x % 32 == 0;
  for (int tile = blockIdx.x; tile < tiles; tile += gridDim.x) {
    const Tile at = locate<Rows>(p, tileStarts, tile);
    float sum[kWidth / 2];
    for (int step = 0; step < steps; ++step, ++turn) {
      const int slot = turn % Layout::count;
      waitTile<0>(&full[slot], turn / Layout::count & 1);
      const uint32_t input = sharedAddress(stages + slot * Layout::bytes) + rowShift * kDepth * 2;
      const uint32_t weight =
          sharedAddress(stages + slot * Layout::bytes) + Layout::inputBytes + columnShift * kDepth * 2;
      beginWarpgroupProducts();
#pragma unroll
      for (int i = 0; i < kDepth / 16; ++i) {
        multiplyWarpgroup(sum, operandDescriptor(input + i * 32), operandDescriptor(weight + i * 32), step + i > 0);
      }
      commitWarpgroupProducts();
      waitWarpgroupProducts<1>();
      if (step > 0 && elected) arrive(&empty[(turn - 1) % Layout::count]);
    }
    waitWarpgroupProducts<0>();
    if (elected) arrive(&empty[(turn - 1) % Layout::count]);
    storeTile<kWidth>(p, sum, at.firstRow + rowShift, at.endRow, at.firstColumn + columnShift);
  }
#else
  __trap();
#endif
}

template <int Rows>
void launch(const GroupedGemm& p, const Placement& placement) {
  constexpr int kBytes = Stage<Rows>::sharedBytes;
  cudaFuncAttributes built{};
  check(cudaFuncGetAttributes(&built, groupedGemmKernel<Rows>));
  // Without warpgroup instructions the kernel is empty and uses no shared memory.
  if (built.sharedSizeBytes == 0) throw UnsupportedError("grouped_gemm's own kernel is built for sm_90a only");
  check(cudaFuncSetAttribute(groupedGemmKernel<Rows>, cudaFuncAttributeMaxDynamicSharedMemorySize, kBytes));
  const CUtensorMap inputMap = tensorMap(p.input, p.rows, p.k, Rows);
  const CUtensorMap weightMap = tensorMap(p.weight, static_cast<size_t>(p.experts) * p.n, p.k, kColumns);
  const int ctas = placement.ctas(placement.smCount, 1);
  groupedGemmKernel<Rows><<<ctas, kThreads, kBytes, placement.stream>>>(inputMap, weightMap, p);
  check(cudaGetLastError());
}

}  // namespace

void groupedGemm(const GroupedGemm& p, const Placement& placement, int tileRows) {
  require(p.rows > 0 && p.n > 0 && p.k > 0, "grouped_gemm needs rows, n and k");
  require(p.n % 8 == 0 && p.k % 8 == 0, "n and k must be multiples of 8");
  require(p.experts > 0 && p.experts <= kMostExperts, "1 to 256 experts");
  if (tileRows == 128) return launch<128>(p, placement);
  require(tileRows == 64, "tiles have 64 or 128 rows");
  launch<64>(p, placement);
}

}  // namespace nanoflow

#include <algorithm>

#include "../device/cuda_check.h"
#include "../device/index_check.cuh"
#include "prefill_attention.h"

namespace nanoflow {
namespace {

constexpr int kThreads = 1024;
constexpr int kMostSharedBytes = 200 * 1024;
constexpr int kStaticSharedBytes = 1024;  // more than the kernel has beside its keys

/** Of a tile, in the order of the list: tokens that its last row sees, then the sequence; the tile's number in it. */
__device__ inline unsigned long long keyOf(int seen, int sequence, int tile) {
  return static_cast<unsigned long long>(seen) << 32 | static_cast<unsigned>(0xffff - sequence) << 16 |
         static_cast<unsigned>(tile);
}

/** CTA 0 lists the tiles for single CTAs, CTA 1 those for pairs. A tile's place is the number of those before it. */
__global__ void __launch_bounds__(kThreads) planKernel(PrefillPlan p) {
  extern __shared__ unsigned long long keys[];
  __shared__ int found;
  const int ctas = blockIdx.x + 1, tileRows = ctas * prefillTileRows;
  const int most = prefillTiles(p.tokens, p.group, p.sequences, ctas);
  PrefillTile* tiles = p.tiles + (ctas > 1 ? prefillTiles(p.tokens, p.group, p.sequences, 1) : 0);
  if (threadIdx.x == 0) found = 0;
  __syncthreads();
  for (int sequence = threadIdx.x; sequence < p.sequences; sequence += kThreads) {
    const int rows = (p.queryStarts[sequence + 1] - p.queryStarts[sequence]) * p.group;
    const int context = p.contextBefore[sequence], count = (rows + tileRows - 1) / tileRows;
    const int at = atomicAdd(&found, count);
    checkIndex("prefill_plan", sequence, "the tiles of the chunks fit the list", at + count, most + 1);
    for (int tile = 0; tile < count; ++tile) {
      const int lastRow = min((tile + 1) * tileRows, rows) - 1;
      keys[at + tile] = keyOf(context + lastRow / p.group + 1, sequence, tile);
    }
  }
  __syncthreads();
  for (int i = threadIdx.x; i < most; i += kThreads) {
    if (i >= found) {
      tiles[i] = {};
      continue;
    }
    const unsigned long long key = keys[i];
    int place = 0;
    for (int other = 0; other < found; ++other) place += keys[other] > key ? 1 : 0;
    const int sequence = 0xffff - static_cast<int>(key >> 16 & 0xffff), firstToken = p.queryStarts[sequence];
    tiles[place] = {sequence, static_cast<int>(key & 0xffff) * tileRows,
                    (p.queryStarts[sequence + 1] - firstToken) * p.group, firstToken, p.contextBefore[sequence]};
  }
}

}  // namespace

void planPrefillAttention(const PrefillPlan& p, cudaStream_t stream) {
  require(p.tokens > 0 && p.sequences > 0 && p.group > 0, "prefill attention needs query tokens");
  require(p.sequences <= 0xffff, "a prefill attention takes at most 65535 sequences");
  const size_t bytes = prefillTiles(p.tokens, p.group, p.sequences, 1) * sizeof(unsigned long long);
  int device = 0, most = 0;
  check(cudaGetDevice(&device));
  check(cudaDeviceGetAttribute(&most, cudaDevAttrMaxSharedMemoryPerBlockOptin, device));
  // The same for all calls: programs captured before must keep what they were captured with.
  const int room = std::min(kMostSharedBytes, most - kStaticSharedBytes);
  require(bytes <= static_cast<size_t>(room), "prefill attention has more tiles of 128 rows than the GPU's shared memory");
  check(cudaFuncSetAttribute(planKernel, cudaFuncAttributeMaxDynamicSharedMemorySize, room));
  planKernel<<<2, kThreads, bytes, stream>>>(p);
  check(cudaGetLastError());
}

}  // namespace nanoflow

#include "../device/cuda_check.h"
#include "../device/warp.cuh"
#include "decode_attention.h"

namespace nanoflow {
namespace {

__global__ void planKernel(const int* contextLengths, int* tileOffsets, int requests) {
  __shared__ int warpSums[32];
  const int lane = threadIdx.x % 32, warp = threadIdx.x / 32;
  int carry = 0;
  for (int base = 0; base < requests; base += blockDim.x) {
    const int request = base + threadIdx.x;
    int sum = request < requests ? (contextLengths[request] + kvTileTokens - 1) / kvTileTokens : 0;
    for (int offset = 1; offset < 32; offset *= 2) {
      const int left = __shfl_up_sync(kAllLanes, sum, offset);
      if (lane >= offset) sum += left;
    }
    if (lane == 31) warpSums[warp] = sum;
    __syncthreads();
    int before = carry, all = 0;
    for (int i = 0; i < static_cast<int>(blockDim.x) / 32; ++i) {
      if (i < warp) before += warpSums[i];
      all += warpSums[i];
    }
    if (request < requests) tileOffsets[request + 1] = before + sum;
    carry += all;
    __syncthreads();
  }
  if (threadIdx.x == 0) tileOffsets[0] = 0;
}

}  // namespace

void planDecodeAttention(const int* contextLengths, int* tileOffsets, int requests, cudaStream_t stream) {
  require(requests > 0, "decode attention needs at least one request");
  planKernel<<<1, 1024, 0, stream>>>(contextLengths, tileOffsets, requests);
  check(cudaGetLastError());
}

}  // namespace nanoflow

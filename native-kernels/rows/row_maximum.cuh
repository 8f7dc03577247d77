#pragma once

#include "../device/warp.cuh"

namespace nanoflow {

/**
 * The largest of all threads' values, none NaN. Called by a CTA of whole warps, again for its next row with the other
 * `turn`: so one barrier a row is enough.
 */
template <int MostThreads>
class RowMaximum {
 public:
  __device__ float of(float value, int turn) {
    for (int offset = 16; offset > 0; offset /= 2) value = fmaxf(value, __shfl_xor_sync(kAllLanes, value, offset));
    if (threadIdx.x % 32 == 0) warps_[turn][threadIdx.x / 32] = value;
    __syncthreads();
    const int lane = threadIdx.x % 32;
    float most = lane < static_cast<int>(blockDim.x) / 32 ? warps_[turn][lane] : 0.f;
    for (int offset = 16; offset > 0; offset /= 2) most = fmaxf(most, __shfl_xor_sync(kAllLanes, most, offset));
    return most;
  }

 private:
  float warps_[2][MostThreads / 32];
};

}  // namespace nanoflow

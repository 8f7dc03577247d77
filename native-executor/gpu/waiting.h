#pragma once

#include <cuda_runtime_api.h>

#include <string>

#include "../../native-kernels/device/cuda_check.h"

namespace nanoflow {

/** Whether all that was enqueued on a stream has ended. @throws DeviceError of what ran */
inline bool hasEnded(cudaStream_t stream) {
  const cudaError_t state = cudaStreamQuery(stream);
  if (state != cudaErrorNotReady) check(state);
  return state == cudaSuccess;
}

/** The code of work that is given up because it takes too long. */
inline constexpr cudaError_t lateCode = cudaErrorLaunchTimeout;

inline DeviceError late(double limitSeconds) {
  return {lateCode, "what runs there has not ended within " + std::to_string(static_cast<int>(limitSeconds)) + " s"};
}

}  // namespace nanoflow

#pragma once

#include <cuda.h>
#include <cuda_runtime_api.h>

#include "cuda_check.h"

namespace nanoflow {

/**
 * A function of the CUDA driver, looked up at run time, so that building and starting need no libcuda.
 *
 * @param version CUDA version whose signature is meant, 1000 * major + 10 * minor
 * @throws UnsupportedError when the driver is too old to have it
 */
template <typename Function>
Function* driverEntry(const char* name, unsigned version) {
  void* pointer = nullptr;
  cudaDriverEntryPointQueryResult found{};
  check(cudaGetDriverEntryPointByVersion(name, &pointer, version, cudaEnableDefault, &found));
  if (found != cudaDriverEntryPointSuccess) {
    throw UnsupportedError(std::string("the NVIDIA driver is too old: it has no ") + name);
  }
  return reinterpret_cast<Function*>(pointer);
}

/** The driver's results have the numbers of the runtime's errors, and so their meaning. @throws as check of those */
inline void check(CUresult result, std::source_location where = std::source_location::current()) {
  static_assert(CUDA_ERROR_OUT_OF_MEMORY == static_cast<int>(cudaErrorMemoryAllocation));
  static_assert(CUDA_ERROR_ILLEGAL_ADDRESS == static_cast<int>(cudaErrorIllegalAddress));
  static_assert(CUDA_ERROR_INVALID_RESOURCE_CONFIGURATION == static_cast<int>(cudaErrorInvalidResourceConfiguration));
  check(static_cast<cudaError_t>(result), where);
}

}  // namespace nanoflow

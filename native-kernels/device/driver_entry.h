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

}  // namespace nanoflow

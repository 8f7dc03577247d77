#pragma once

#include <algorithm>
#include <random>
#include <vector>

#include "device.h"

namespace nanoflow {

/** Where an operation is built: a device with the memory for its buffers, and the lane that it runs on. */
struct Site {
  Device& device;
  Side side;
  Lane lane;
  bool rotate;  ///< false: a single buffer set
  std::mt19937_64& random;

  /** Buffer sets of `bytes` each that together exceed twice the L2; at most 128. */
  int rotations(size_t bytes) const;

  /** Random values that no kernel may change: they are shared. */
  __nv_bfloat16* input(size_t count) const { return device.inputs->take<__nv_bfloat16>(count); }
  __nv_bfloat16* output(size_t count) const { return device.scratch->take<__nv_bfloat16>(count); }
  /** Random values in memory that kernels may change. */
  __nv_bfloat16* mutableInput(size_t count) const;

  /** A copy of host values on the device. */
  template <typename T>
  T* upload(const std::vector<T>& values) const {
    T* to = device.scratch->take<T>(values.size());
    check(cudaMemcpy(to, values.data(), values.size() * sizeof(T), cudaMemcpyHostToDevice));
    return to;
  }
};

/** Host copy of device memory. */
template <typename T>
std::vector<T> download(const T* from, size_t count) {
  std::vector<T> values(count);
  check(cudaMemcpy(values.data(), from, count * sizeof(T), cudaMemcpyDeviceToHost));
  return values;
}

std::vector<float> downloadFloats(const __nv_bfloat16* from, size_t count);

/** Overwrites with all-ones bytes, NaN in every floating-point format, and waits. */
template <typename T>
void poison(T* to, size_t count) {
  check(cudaMemset(to, 0xff, count * sizeof(T)));
  check(cudaDeviceSynchronize());
}

}  // namespace nanoflow

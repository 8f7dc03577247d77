#pragma once

#include <map>
#include <memory>

#include "../native-kernels/cuda_handle.h"
#include "../native-kernels/gemm.h"
#include "../native-kernels/green_context.h"
#include "../native-profiler/nvml.h"
#include "memory.h"

namespace nanoflow {

/** A GPU with what all programs share. */
class Gpu {
 public:
  explicit Gpu(int ordinal);

  void activate() const { check(cudaSetDevice(ordinal)); }

  /** The two sides of a split, made once. */
  const SmSplit& split(int groupSms);

  const int ordinal;
  const cudaDeviceProp properties;
  const std::string uuid;  ///< "GPU-xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"
  GpuMonitor monitor;
  GemmLibrary gemm;
  DeviceMemory memory;
  Stream stream;  ///< on which graphs are launched and inputs copied

 private:
  std::map<int, std::unique_ptr<SmSplit>> splits_;
};

/** An ordinary stream of the current device. @param urgent with the device's highest priority, else the lowest */
Stream makeStream(bool urgent);

}  // namespace nanoflow

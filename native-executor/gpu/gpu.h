#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "../../native-kernels/device/cuda_check.h"
#include "../../native-kernels/device/cuda_handle.h"
#include "../../native-kernels/product/gemm.h"
#include "../../native-common/gpu/green_context.h"
#include "../../native-common/gpu/nvml.h"
#include "memory.h"

namespace nanoflow {

/** A GPU with what all programs share. */
class Gpu {
 public:
  /** Makes the device current. @throws CudaError */
  explicit Gpu(int ordinal);

  void activate() const { check(cudaSetDevice(ordinal)); }

  /** The two sides of a split, made once. @throws UnsupportedError, CudaError */
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

using Gpus = std::vector<std::unique_ptr<Gpu>>;

/** @throws std::invalid_argument when there are not so many */
Gpu& gpuAt(int index, const Gpus& gpus);

/** An ordinary stream of the current device. @param urgent with the device's highest priority, else the lowest */
Stream makeStream(bool urgent);

}  // namespace nanoflow

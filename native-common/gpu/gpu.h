#pragma once

#include <map>
#include <memory>
#include <string>

#include "../../native-kernels/device/cuda_check.h"
#include "../../native-kernels/device/cuda_handle.h"
#include "../../native-kernels/product/gemm.h"
#include "green_context.h"
#include "lane.h"
#include "nvml.h"

namespace nanoflow {

/**
 * A GPU with its streams, splits and libraries. Profiler and executor both place work by `lane` alone, so a plan's
 * kernels run as they were measured. Lanes point here: it does not move.
 */
class Gpu {
 public:
  /** Makes the device current. @throws DeviceError */
  explicit Gpu(int ordinal);
  Gpu(const Gpu&) = delete;
  Gpu& operator=(const Gpu&) = delete;

  /** Makes the device current. @throws DeviceError */
  void activate() const { check(cudaSetDevice(ordinal)); }

  /**
   * A lane placed by these options. Lanes of the same partition, and on the whole GPU of the same urgency, share a
   * stream. Makes the device current when the split is new.
   *
   * @throws std::invalid_argument when the GPU cannot be split so, UnsupportedError, RefusedError, DeviceError
   */
  Lane lane(const LaneOptions& options);

  /** The stream of the whole GPU, of lowest priority: for copies, and graphs over several lanes. */
  cudaStream_t stream() const { return ordinary_.get(); }

  const int ordinal;
  const cudaDeviceProp properties;
  const std::string uuid;  ///< "GPU-xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"
  const GpuMonitor monitor;
  const GemmLibrary gemm;

 private:
  /** Stream and SMs, without what kernels are told. */
  Placement placementOn(const Partition& partition, bool urgent);
  const SmSplit& split(int groupSms);

  const Stream ordinary_, urgent_;
  std::map<int, std::unique_ptr<SmSplit>> splits_;  ///< by the SMs asked for the group
};

}  // namespace nanoflow

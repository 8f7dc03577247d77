#pragma once

#include <cuda_runtime_api.h>

#include <array>
#include <map>
#include <memory>
#include <random>
#include <string>

#include "../../native-common/gpu/nvml.h"
#include "../../native-kernels/device/cuda_handle.h"
#include "../../native-kernels/product/gemm.h"
#include "../../native-common/gpu/green_context.h"
#include "../../native-kernels/device/placement.h"
#include "arena.h"

namespace nanoflow {

/** Which SMs an operation runs on. */
struct PartitionSpec {
  enum class Kind { whole, group, remainder };
  Kind kind = Kind::whole;
  int groupSms = 0;

  /** @throws std::invalid_argument unless `whole`, `group:G` or `remainder:G` */
  static PartitionSpec parse(const std::string& text);
};

/** The two operations of a pair use different streams and workspaces. */
enum class Side { first = 0, second = 1 };

/** A GPU with everything that jobs reuse: memory, library handles, partitions. */
class Device {
 public:
  /** Takes memory for buffers, 36 GiB where so much is free. */
  Device(int ordinal, uint64_t seed);
  Device(const Device&) = delete;
  Device& operator=(const Device&) = delete;

  void activate() const { check(cudaSetDevice(ordinal)); }

  /**
   * Clears what a failed job left behind.
   *
   * @throws CudaError when the error stays: then only a new process can use the device
   */
  void recover() const;

  /** The stream and SMs of a partition. */
  Placement placement(const PartitionSpec& partition, Side side);
  const SmSplit& split(int groupSms);
  void* gemmWorkspace(Side side) { return workspaces_->base() + gemmWorkspaceBytes * static_cast<size_t>(side); }

  /** Forgets all pieces handed out; inputs start at a random place when `fresh`. */
  void resetArenas(bool fresh, std::mt19937_64& random);

  const int ordinal;
  const cudaDeviceProp properties;
  GpuMonitor monitor;
  GemmLibrary gemm;
  std::unique_ptr<Arena> inputs;   ///< random bf16, never written by jobs
  std::unique_ptr<Arena> scratch;  ///< everything that kernels write

 private:
  std::unique_ptr<Arena> workspaces_;
  std::array<Stream, 2> streams_;  ///< one a side
  std::map<int, std::unique_ptr<SmSplit>> splits_;
};

}  // namespace nanoflow

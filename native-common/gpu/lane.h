#pragma once

#include <cuda_runtime_api.h>

#include <vector>

#include "../../native-kernels/device/placement.h"
#include "lane_options.h"

namespace nanoflow {

class Gpu;

/** An in-order queue of work: a stream of one GPU with the SMs that it may use. Gpu::lane makes them. */
struct Lane {
  const Gpu* gpu = nullptr;  ///< outlives the lane, and owns its stream
  Placement placement;
  int gemmSmTarget = 0;  ///< SMs that GEMMs and prefill attention may count on; 0: all

  cudaStream_t stream() const { return placement.stream; }

  /** The placement of our own GEMMs and of prefill attention, which take no more SMs than they may count on. */
  Placement gemmPlacement() const;
};

/** Waits until all that was enqueued on the lanes has ended. @throws DeviceError, also of what ran */
void synchronise(const std::vector<Lane>& lanes);

}  // namespace nanoflow

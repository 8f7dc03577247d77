#pragma once

#include <cuda_runtime_api.h>

#include <optional>
#include <vector>

#include "../../native-kernels/device/placement.h"
#include "partition.h"

namespace nanoflow {

class Gpu;

/** How a lane is to be placed on its GPU, as the words of jobs and programs say. */
struct LaneOptions {
  Partition partition;
  int ctaLimit = 0;                 ///< upper bound on CTAs per kernel; 0: none
  std::optional<int> gemmSmTarget;  ///< as Lane has it; left out: the SMs of the partition
  bool urgent = false;              ///< on the whole GPU only: its CTAs go before those of lanes that are not
};

/** An in-order queue of work: a stream of one GPU with the SMs that it may use. Gpu::lane makes them. */
struct Lane {
  const Gpu* gpu = nullptr;  ///< outlives the lane, and owns its stream
  Placement placement;
  int gemmSmTarget = 0;  ///< SMs that GEMMs and prefill attention may count on; 0: all

  cudaStream_t stream() const { return placement.stream; }

  /** The placement of our own GEMMs and of prefill attention, which take no more SMs than they may count on. */
  Placement gemmPlacement() const;
};

/** Waits until all that was enqueued on the lanes has ended. @throws CudaError, also of what ran */
void synchronise(const std::vector<Lane>& lanes);

}  // namespace nanoflow

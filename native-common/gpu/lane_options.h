#pragma once

#include <optional>

#include "partition.h"

namespace nanoflow {

/** How a lane is to be placed on its GPU, as the words of jobs and programs say. */
struct LaneOptions {
  Partition partition;
  int ctaLimit = 0;                 ///< upper bound on CTAs per kernel; 0: none
  std::optional<int> gemmSmTarget;  ///< as Lane has it; left out: the SMs of the partition
  bool urgent = false;              ///< on the whole GPU only: its CTAs go before those of lanes that are not
};

}  // namespace nanoflow

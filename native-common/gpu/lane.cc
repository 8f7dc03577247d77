#include "lane.h"

#include "../../native-kernels/device/cuda_check.h"

namespace nanoflow {

Placement Lane::gemmPlacement() const {
  Placement bounded = placement;
  if (gemmSmTarget > 0) bounded.smCount = gemmSmTarget;
  return bounded;
}

void synchronise(const std::vector<Lane>& lanes) {
  for (const Lane& lane : lanes) check(cudaStreamSynchronize(lane.stream()));
}

}  // namespace nanoflow

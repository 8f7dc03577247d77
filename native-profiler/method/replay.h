#pragma once

#include <cuda_runtime_api.h>

#include <vector>

#include "../../native-common/gpu/event.h"
#include "../../native-kernels/device/cuda_handle.h"
#include "../operations/operation.h"
#include "gate.h"

namespace nanoflow {

/**
 * `calls` calls of an operation, rotating over its buffer sets, as CUDA graphs: one for each GPU, or one on the first
 * lane's stream for all of them.
 */
class Replay {
 public:
  Replay(Operation& operation, int calls);

  void launch() const;
  int calls() const { return calls_; }

 private:
  struct LaunchedGraph {
    Lane lane;  ///< on whose stream it is launched
    GraphExec graph;
  };
  int calls_;
  std::vector<LaunchedGraph> graphs_;
};

void rest(double microseconds);

/**
 * Rests 7/3 as long as the card worked: at 30% duty no kernel reaches the power cap, which acts over tens of
 * milliseconds, and the clock stays at boost. At 50% large GEMMs do not.
 */
void restAfter(double busyUs);

/** Runs the operation a few times uncaptured: loads its kernels, reports its errors. @returns µs per call, roughly */
double warmUp(Operation& operation, Gate& gate);

}  // namespace nanoflow

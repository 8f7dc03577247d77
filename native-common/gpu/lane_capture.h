#pragma once

#include <vector>

#include "event.h"
#include "lane.h"

namespace nanoflow {

using GraphNodes = std::vector<cudaGraphNode_t>;

/**
 * While it lives, what is enqueued on its lanes goes into a CUDA graph instead. Captures of other graphs may be open at
 * the same time; nothing may be instantiated then. Ends also when what was to be captured throws.
 */
class LaneCapture {
 public:
  /** @param after nodes of the graph that all that is captured here follows @throws DeviceError */
  LaneCapture(cudaGraph_t graph, const Lane& origin, const GraphNodes& after);
  ~LaneCapture();
  LaneCapture(const LaneCapture&) = delete;
  LaneCapture& operator=(const LaneCapture&) = delete;

  /** Captures a further lane, also of another GPU, into the same graph. @throws DeviceError */
  void include(const Lane& lane);

  /** Ends it. @returns the nodes that nothing captured here follows @throws DeviceError */
  GraphNodes finish();

 private:
  /** What comes next on `waiting` follows what `lane` has now. */
  void follow(const Lane& waiting, const Lane& lane);

  Lane origin_;
  std::vector<Lane> others_;
  std::vector<Event> joints_;  // as long as the capture
  bool ended_ = false;
};

}  // namespace nanoflow

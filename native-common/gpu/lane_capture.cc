#include "lane_capture.h"

#include "gpu.h"

namespace nanoflow {

LaneCapture::LaneCapture(cudaGraph_t graph, const Lane& origin, const GraphNodes& after) : origin_(origin) {
  origin_.gpu->activate();
  check(cudaStreamBeginCaptureToGraph(origin_.stream(), graph, after.data(), nullptr, after.size(),
                                      cudaStreamCaptureModeThreadLocal));
}

LaneCapture::~LaneCapture() {
  if (ended_) return;
  cudaGraph_t graph = nullptr;
  cudaStreamEndCapture(origin_.stream(), &graph);  // whoever made the graph destroys it
  cudaGetLastError();                              // a broken capture reports itself once more
}

void LaneCapture::include(const Lane& lane) {
  follow(lane, origin_);
  others_.push_back(lane);
}

GraphNodes LaneCapture::finish() {
  for (const Lane& lane : others_) follow(origin_, lane);
  origin_.gpu->activate();
  cudaStreamCaptureStatus status{};
  const cudaGraphNode_t* last = nullptr;
  size_t count = 0;
#if CUDART_VERSION >= 13000
  check(cudaStreamGetCaptureInfo(origin_.stream(), &status, nullptr, nullptr, &last, nullptr, &count));
#else
  check(cudaStreamGetCaptureInfo(origin_.stream(), &status, nullptr, nullptr, &last, &count));
#endif
  GraphNodes nodes(last, last + count);
  ended_ = true;
  cudaGraph_t graph = nullptr;
  check(cudaStreamEndCapture(origin_.stream(), &graph));
  return nodes;
}

void LaneCapture::follow(const Lane& waiting, const Lane& lane) {
  lane.gpu->activate();
  Event& reached = joints_.emplace_back();
  reached.record(lane.stream());
  waiting.gpu->activate();
  reached.hold(waiting.stream());
}

}  // namespace nanoflow

#include "loop.h"

#include "../../native-common/gpu/statistics.h"
#include "burst.h"
#include "device_kernels.h"

namespace nanoflow {

namespace {

int callsPerSegment(const Operation& operation, double callUs, double leastSegmentUs) {
  constexpr int kLeastSegments = 5;
  const int calls = callsPerGraph(operation, callUs, leastSegmentUs);
  return operation.oneGraph ? std::min(calls, Loop::mostCallsOfSeveralGpus / kLeastSegments) : calls;
}

}  // namespace

Loop::Loop(Operation& operation, double callUs, double leastSegmentUs)
    : operation_(operation), segment_(operation, callsPerSegment(operation, callUs, leastSegmentUs)) {
  segmentUs_ = callUs * segment_.calls();
  events_.resize(mostSegments + 1);
}

void Loop::enqueue(int segments, double delayUs) {
  segments_ = segments;
  if (delayUs > 0) {
    for (const Lane& lane : operation_.lanes) {
      lane.gpu->activate();
      delay(delayUs, lane.stream());
    }
    operation_.lanes.front().gpu->activate();
  }
  const cudaStream_t stream = operation_.lanes.front().stream();
  events_[0].record(stream);
  for (int i = 0; i < segments; ++i) {
    segment_.launch();
    events_[i + 1].record(stream);
  }
}

void Loop::read(const Event& base) {
  timesUs_.clear();
  for (int i = 0; i <= segments_; ++i) timesUs_.push_back(events_[i].microsecondsSince(base));
}

long Loop::collect(double from, double to, std::vector<double>& samples, int first) const {
  long outside = 0;
  for (int i = first; i < segments_; ++i) {
    if (timesUs_[i] < from || timesUs_[i + 1] > to) {
      ++outside;
      continue;
    }
    samples.push_back((timesUs_[i + 1] - timesUs_[i]) / segment_.calls());
  }
  return outside;
}

void Loop::learn(const std::vector<double>& samples) {
  segmentUs_ = samples.empty() ? (endUs() - beginUs()) / segments_ : summarise(samples).median * segment_.calls();
}

namespace {

/** Times with host time in them where the gate gave up. */
RunResult runOnce(const std::vector<LoopRun>& runs, Gate& gate, Event& base) {
  std::vector<Lane> lanes;
  for (const auto& [loop, segments, delayUs] : runs) {
    lanes.insert(lanes.end(), loop.lanes().begin(), loop.lanes().end());
  }
  {
    const GateHold held(gate, lanes);
    base.record(lanes.front().stream());
    for (const auto& [loop, segments, delayUs] : runs) loop.enqueue(segments, delayUs);
  }
  RunResult result;
  result.clockMhz = lanes.front().gpu->monitor.smClockMhz();
  synchronise(lanes);
  for (const auto& [loop, segments, delayUs] : runs) {
    loop.read(base);
    result.lengthUs = std::max(result.lengthUs, loop.endUs());
  }
  restAfter(result.lengthUs);
  return result;
}

}  // namespace

RunResult runLoops(const std::vector<LoopRun>& runs, Gate& gate, Event& base) {
  RunResult result;
  do {
    result = runOnce(runs, gate, base);
  } while (gate.gaveUp());
  return result;
}

bool settled(const std::vector<double>& samples) {
  constexpr size_t kMinSamples = 8;
  constexpr double kMedianError = 0.005;
  return samples.size() >= kMinSamples && summarise(samples).medianError() <= kMedianError;
}

}  // namespace nanoflow

#include "pair.h"

#include <array>
#include <cmath>

#include "burst.h"

namespace nanoflow {
namespace {

constexpr double kSegmentUs = 150;
constexpr int kMostSegments = 64;

/** One operation's loop: segments of a few calls, an event before each and after the last. */
class Loop {
 public:
  Loop(Operation& operation, double callUs)
      : operation_(operation), segment_(operation, callsPerGraph(operation, callUs, kSegmentUs)) {
    segmentUs = callUs * segment_.calls();
    events_.resize(kMostSegments + 1);
  }

  void enqueue(int segments) {
    segments_ = segments;
    const cudaStream_t stream = operation_.lanes.front().stream;
    events_[0].record(stream);
    for (int i = 0; i < segments; ++i) {
      segment_.launch();
      events_[i + 1].record(stream);
    }
  }

  /** Segments that fill a window, one more for the start that does not count. */
  int segmentsFor(double windowUs) const {
    return std::clamp(static_cast<int>(std::ceil(windowUs / segmentUs)) + 1, 4, kMostSegments);
  }

  /** Reads the times of the last loop, relative to `base`. */
  void read(const Event& base) {
    timesUs_.clear();
    for (int i = 0; i <= segments_; ++i) timesUs_.push_back(events_[i].microsecondsSince(base));
  }

  double beginUs() const { return timesUs_.front(); }
  double endUs() const { return timesUs_.back(); }

  /** Appends µs per call of the segments inside [from, to]. @returns how many lay outside */
  int collect(double from, double to, std::vector<double>& samples) const {
    int outside = 0;
    for (int i = 1; i < segments_; ++i) {
      if (timesUs_[i] < from || timesUs_[i + 1] > to) {
        ++outside;
        continue;
      }
      samples.push_back((timesUs_[i + 1] - timesUs_[i]) / segment_.calls());
    }
    return outside;
  }

  const std::vector<Lane>& lanes() const { return operation_.lanes; }
  int calls() const { return segment_.calls(); }

  double segmentUs;  ///< expected length in the next round

 private:
  Operation& operation_;
  Replay segment_;
  std::vector<Event> events_;
  std::vector<double> timesUs_;
  int segments_ = 0;
};

/** Starts the loops at one moment and waits for them. @returns GPU time in µs */
double run(std::vector<std::pair<Loop*, int>> loops, Gate& gate, Event& base) {
  std::vector<Lane> lanes;
  for (const auto& [loop, segments] : loops) lanes.insert(lanes.end(), loop->lanes().begin(), loop->lanes().end());
  {
    const GateHold held(gate, lanes);
    base.record(lanes.front().stream);
    for (const auto& [loop, segments] : loops) loop->enqueue(segments);
  }
  synchronise(lanes);
  double endUs = 0;
  for (const auto& [loop, segments] : loops) {
    loop->read(base);
    endUs = std::max(endUs, loop->endUs());
  }
  rest(endUs);
  return endUs;
}

bool settled(const std::vector<double>& samples) {
  constexpr size_t kMinSamples = 8;
  constexpr double kMedianError = 0.005;
  return samples.size() >= kMinSamples && summarise(samples).medianError() <= kMedianError;
}

}  // namespace

PairResult measurePair(Operation& first, Operation& second, Gate& gate, double budgetUs) {
  std::array<Loop, 2> loops = {Loop(first, warmUp(first, gate)), Loop(second, warmUp(second, gate))};
  std::array<std::vector<double>, 2> alone, together;
  PairResult result;
  Event base;
  constexpr int kMinRounds = 2;
  double spentUs = 0;
  for (int round = 0; round < kMinRounds || spentUs < budgetUs; ++round) {
    if (round >= kMinRounds && settled(together[0]) && settled(together[1])) break;
    constexpr int kAloneSegments = 5;
    for (int side = 0; side < 2; ++side) {
      spentUs += run({{&loops[side], kAloneSegments}}, gate, base);
      loops[side].collect(loops[side].beginUs(), loops[side].endUs(), alone[side]);
    }

    constexpr double kLeastWindowUs = 1200, kMostWindowUs = 9000;
    const double longestUs = std::max(loops[0].segmentUs, loops[1].segmentUs);
    const double windowUs = std::clamp(4 * longestUs, kLeastWindowUs, kMostWindowUs);
    spentUs +=
        run({{&loops[0], loops[0].segmentsFor(windowUs)}, {&loops[1], loops[1].segmentsFor(windowUs)}}, gate, base);
    for (int side = 0; side < 2; ++side) {
      const Loop& other = loops[1 - side];
      (side == 0 ? result.first : result.second).discarded +=
          loops[side].collect(other.beginUs(), other.endUs(), together[side]);
    }
    for (int side = 0; side < 2; ++side) {
      if (!together[side].empty()) loops[side].segmentUs = summarise(together[side]).median * loops[side].calls();
    }
  }
  if (together[0].empty() || together[1].empty()) throw std::runtime_error("the two operations never overlapped");
  result.first.together = summarise(together[0]);
  result.second.together = summarise(together[1]);
  result.first.alone = summarise(alone[0]);
  result.second.alone = summarise(alone[1]);
  return result;
}

}  // namespace nanoflow

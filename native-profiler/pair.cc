#include "pair.h"

#include <array>
#include <cmath>
#include <optional>

#include "burst.h"

namespace nanoflow {
namespace {

constexpr double kLeastSegmentUs = 150;
/** What is enqueued behind the gate must fit a stream's queue, or the host would wait for the gate it holds. */
constexpr int kMostSegments = 64;
/** Segments of the slower side in a window: the first does not count, the last may outlast the other side. */
constexpr int kSegmentsPerWindow = 4;


/** One operation's loop: segments of a few calls, an event before each and after the last. */
class Loop {
 public:
  Loop(Operation& operation, double callUs, double leastSegmentUs)
      : operation_(operation), segment_(operation, callsPerGraph(operation, callUs, leastSegmentUs)) {
    segmentUs_ = callUs * segment_.calls();
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
    return std::clamp(static_cast<int>(std::ceil(windowUs / segmentUs_)) + 1, 4, kMostSegments);
  }

  /** Reads the times of the last loop, relative to `base`. */
  void read(const Event& base) {
    timesUs_.clear();
    for (int i = 0; i <= segments_; ++i) timesUs_.push_back(events_[i].microsecondsSince(base));
  }

  double beginUs() const { return timesUs_.front(); }
  double endUs() const { return timesUs_.back(); }

  /** Appends µs per call of the segments inside [from, to], all but the first. @returns how many lay outside */
  long collect(double from, double to, std::vector<double>& samples) const {
    long outside = 0;
    for (int i = 1; i < segments_; ++i) {
      if (timesUs_[i] < from || timesUs_[i + 1] > to) {
        ++outside;
        continue;
      }
      samples.push_back((timesUs_[i + 1] - timesUs_[i]) / segment_.calls());
    }
    return outside;
  }

  /** Expects of the next round what this one showed: `samples` in company, else the mean of the loop. */
  void learn(const std::vector<double>& samples) {
    segmentUs_ = samples.empty() ? (endUs() - beginUs()) / segments_ : summarise(samples).median * segment_.calls();
  }

  double segmentUs() const { return segmentUs_; }
  const std::vector<Lane>& lanes() const { return operation_.lanes; }

 private:
  Operation& operation_;
  Replay segment_;
  std::vector<Event> events_;
  std::vector<double> timesUs_;
  int segments_ = 0;
  double segmentUs_;
};

struct Run {
  double lengthUs = 0;  ///< GPU time
  std::optional<double> clockMhz;
};

/** Starts the loops at one moment, waits for them and lets the card rest. */
Run run(const std::vector<std::pair<Loop*, int>>& loops, Gate& gate, Event& base) {
  std::vector<Lane> lanes;
  for (const auto& [loop, segments] : loops) lanes.insert(lanes.end(), loop->lanes().begin(), loop->lanes().end());
  {
    const GateHold held(gate, lanes);
    base.record(lanes.front().stream);
    for (const auto& [loop, segments] : loops) loop->enqueue(segments);
  }
  Run result;
  result.clockMhz = lanes.front().device->monitor.smClockMhz();
  synchronise(lanes);
  for (const auto& [loop, segments] : loops) {
    loop->read(base);
    result.lengthUs = std::max(result.lengthUs, loop->endUs());
  }
  restAfter(result.lengthUs);
  return result;
}

bool settled(const std::vector<double>& samples) {
  constexpr size_t kMinSamples = 8;
  constexpr double kMedianError = 0.005;
  return samples.size() >= kMinSamples && summarise(samples).medianError() <= kMedianError;
}

}  // namespace

PairResult measurePair(Operation& first, Operation& second, Gate& gate, double budgetUs) {
  const double callUs[] = {warmUp(first, gate), warmUp(second, gate)};
  const double slowerSegmentUs = std::max(callUs[0] * callsPerGraph(first, callUs[0], kLeastSegmentUs),
                                          callUs[1] * callsPerGraph(second, callUs[1], kLeastSegmentUs));
  // So long that the faster side fills a window of the slower one with half of what it may enqueue.
  const double leastSegmentUs =
      std::max(kLeastSegmentUs, slowerSegmentUs * kSegmentsPerWindow / (kMostSegments / 2));
  std::array<Loop, 2> loops = {Loop(first, callUs[0], leastSegmentUs), Loop(second, callUs[1], leastSegmentUs)};
  std::array<std::vector<double>, 2> alone, together;
  std::vector<double> clocks;
  PairResult result;
  Event base;
  constexpr int kMinRounds = 2;
  double spentUs = 0;
  const auto allSettled = [](const auto& samples) { return settled(samples[0]) && settled(samples[1]); };
  for (int round = 0; round < kMinRounds || spentUs < budgetUs; ++round) {
    if (round >= kMinRounds && allSettled(together) && allSettled(alone)) break;
    constexpr int kAloneSegments = 5;
    for (int side = 0; side < 2; ++side) {
      spentUs += run({{&loops[side], kAloneSegments}}, gate, base).lengthUs;
      loops[side].collect(loops[side].beginUs(), loops[side].endUs(), alone[side]);
    }

    constexpr double kLeastWindowUs = 1200;
    const double slowerUs = std::max(loops[0].segmentUs(), loops[1].segmentUs());
    const double windowUs = std::max(kLeastWindowUs, std::min(kSegmentsPerWindow * slowerUs, budgetUs));
    const Run company =
        run({{&loops[0], loops[0].segmentsFor(windowUs)}, {&loops[1], loops[1].segmentsFor(windowUs)}}, gate, base);
    spentUs += company.lengthUs;
    if (company.clockMhz) clocks.push_back(*company.clockMhz);
    for (int side = 0; side < 2; ++side) {
      const Loop& other = loops[1 - side];
      (side == 0 ? result.first : result.second).discarded +=
          loops[side].collect(other.beginUs(), other.endUs(), together[side]);
    }
    for (int side = 0; side < 2; ++side) loops[side].learn(together[side]);
  }
  if (together[0].empty() || together[1].empty()) {
    throw std::runtime_error("one call outlasts the other side's loop within the time budget of a pair");
  }
  result.first.together = summarise(together[0]);
  result.second.together = summarise(together[1]);
  result.first.alone = summarise(alone[0]);
  result.second.alone = summarise(alone[1]);
  result.clockMhz = summarise(clocks).median;
  return result;
}

}  // namespace nanoflow

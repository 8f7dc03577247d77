#pragma once

#include <optional>
#include <vector>

#include "replay.h"

namespace nanoflow {

/** One operation over and over: segments of a few calls, an event before each and after the last. */
class Loop {
 public:
  /**
   * What waits behind a gate must fit the streams' queues, or the host would wait for the gate it holds. A graph over
   * several GPUs has many nodes a call.
   */
  static constexpr int mostSegments = 64, mostCallsOfSeveralGpus = 40;

  /**
   * @param callUs roughly
   * @param leastSegmentUs of one segment; it passes through all buffer sets, those of a graph over several GPUs through some
   */
  Loop(Operation& operation, double callUs, double leastSegmentUs);

  /** Enqueues so many segments, the first of them `delayUs` after what is on the streams already. */
  void enqueue(int segments, double delayUs);

  /** Reads the times of the last loop, relative to `base`. */
  void read(const Event& base);

  double beginUs() const { return timesUs_.front(); }
  double endUs() const { return timesUs_.back(); }

  /** Appends µs per call of the segments from number `first` on that lie inside [from, to]. @returns how many do not */
  long collect(double from, double to, std::vector<double>& samples, int first) const;

  /** Expects of the next round what this one showed: `samples` in company, else the mean of the loop. */
  void learn(const std::vector<double>& samples);

  /** What a segment is expected to take. */
  double segmentUs() const { return segmentUs_; }
  /** How many may wait behind a gate. */
  int limit() const { return operation_.oneGraph ? mostCallsOfSeveralGpus / segment_.calls() : mostSegments; }
  const std::vector<Lane>& lanes() const { return operation_.lanes; }

 private:
  Operation& operation_;
  Replay segment_;
  std::vector<Event> events_;
  std::vector<double> timesUs_;
  int segments_ = 0;
  double segmentUs_;
};

/** A loop's part in a run. */
struct LoopRun {
  Loop& loop;
  int segments;
  double delayUs = 0;
};

struct RunResult {
  double lengthUs = 0;  ///< GPU time
  std::optional<double> clockMhz;
};

/** Starts loops on an idle GPU at one moment, waits for them and lets the card rest. */
RunResult runLoops(const std::vector<LoopRun>& runs, Gate& gate, Event& base);

/** Whether the median of samples is known to half a percent. */
bool settled(const std::vector<double>& samples);

}  // namespace nanoflow

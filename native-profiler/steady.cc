#include "steady.h"

#include <array>
#include <atomic>
#include <chrono>
#include <cmath>
#include <deque>
#include <numeric>
#include <span>
#include <thread>

#include "burst.h"

namespace nanoflow {
namespace {

using Clock = std::chrono::steady_clock;

double secondsBetween(Clock::time_point from, Clock::time_point to) {
  return std::chrono::duration<double>(to - from).count();
}

/**
 * Reads clock, throttle reasons and energy every few milliseconds on its own thread. The energy counter moves in steps
 * at even distances, 100 ms on an H200, but is seen to move up to 15 ms late: power is taken between the first and the
 * last step, their distance from the line through the times of all.
 */
class Sampler {
 public:
  explicit Sampler(const GpuMonitor& monitor) : monitor_(monitor), thread_([this] { run(); }) {}
  ~Sampler() { stop(); }
  Sampler(const Sampler&) = delete;
  Sampler& operator=(const Sampler&) = delete;

  void stop() {
    stopping_ = true;
    if (thread_.joinable()) thread_.join();
  }

  double meanClockMhz() const { return mean(clocks_); }
  uint64_t throttleMask() const { return throttleMask_; }

  double powerW() const {
    constexpr size_t kLeastSteps = 3;
    if (steps_.size() < kLeastSteps) return mean(powers_);
    return (steps_.back().energyMj - steps_.front().energyMj) * 1e-3 / (stepSeconds() * (steps_.size() - 1));
  }

 private:
  struct Step {
    double atSeconds;
    uint64_t energyMj;
  };

  /** Slope of the least-squares line of the steps' times over their numbers. */
  double stepSeconds() const {
    const double middle = (steps_.size() - 1) / 2.0;
    double covariance = 0, variance = 0;
    for (size_t i = 0; i < steps_.size(); ++i) {
      covariance += (i - middle) * steps_[i].atSeconds;
      variance += (i - middle) * (i - middle);
    }
    return covariance / variance;
  }

  static double mean(const std::vector<double>& values) {
    return values.empty() ? std::nan("") : std::accumulate(values.begin(), values.end(), 0.0) / values.size();
  }

  void run() {
    const auto start = Clock::now();
    uint64_t last = monitor_.energyMj().value_or(0);
    for (int turn = 0; !stopping_; ++turn) {
      const uint64_t energy = monitor_.energyMj().value_or(0);
      if (energy != last) {
        steps_.push_back({secondsBetween(start, Clock::now()), energy});
        last = energy;
      }
      if (turn % 4 == 0) {
        if (const auto clock = monitor_.smClockMhz()) clocks_.push_back(*clock);
        if (const auto power = monitor_.powerW()) powers_.push_back(*power);
        throttleMask_ |= monitor_.throttleReasons().value_or(0);
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(3));
    }
  }

  const GpuMonitor& monitor_;
  std::atomic<bool> stopping_ = false;
  std::vector<double> clocks_, powers_;
  std::vector<Step> steps_;
  uint64_t throttleMask_ = 0;
  std::thread thread_;
};

/** What the card's monitor says of a window. */
struct Readings {
  double clockMhz, powerW;
  uint64_t throttleMask;
};

constexpr double kGraphUs = 1000;

/** Graphs of one operation, some always enqueued behind the one that runs. */
class BackToBack {
 public:
  BackToBack(Operation& operation, Gate& gate)
      : operation_(operation), replay_(operation, callsPerGraph(operation, warmUp(operation, gate), kGraphUs)) {}

  /** Takes the times of the graphs that have ended and enqueues as many. */
  void turn() {
    constexpr size_t kInFlight = 5;
    while (ends_.size() > 1 && ends_[1].reached()) {
      samples_.push_back(ends_[1].microsecondsSince(ends_[0]) / replay_.calls());
      ends_.pop_front();
    }
    while (ends_.size() <= kInFlight) {
      replay_.launch();
      ends_.emplace_back().record(operation_.lanes.front().stream);
    }
  }

  void forget() { samples_.clear(); }
  void finish() const { synchronise(operation_.lanes); }
  const std::vector<double>& samples() const { return samples_; }
  /** From call to call, µs: under the power cap more than the median. */
  double meanUs() const { return std::accumulate(samples_.begin(), samples_.end(), 0.0) / samples_.size(); }

 private:
  Operation& operation_;
  Replay replay_;
  std::deque<Event> ends_;
  std::vector<double> samples_;
};

/** Runs all loops at once, first to settle, then for a window; their samples are those of the window. */
Readings keepBusy(std::span<BackToBack> loops, const GpuMonitor& monitor, const SteadyOptions& options) {
  const auto runFor = [&](double length) {
    for (BackToBack& loop : loops) loop.forget();
    const auto start = Clock::now();
    while (secondsBetween(start, Clock::now()) < length) {
      for (BackToBack& loop : loops) loop.turn();
      constexpr double kTurnUs = 100;
      rest(kTurnUs);
    }
  };
  runFor(options.settleSeconds);
  Sampler sampler(monitor);
  runFor(options.seconds);
  sampler.stop();
  for (const BackToBack& loop : loops) loop.finish();
  return {sampler.meanClockMhz(), sampler.powerW(), sampler.throttleMask()};
}

}  // namespace

SteadyResult measureSustained(Operation& operation, Gate& gate, const SteadyOptions& options) {
  std::array<BackToBack, 1> loop = {BackToBack(operation, gate)};
  const Readings card = keepBusy(loop, operation.lanes.front().device->monitor, options);
  const double energyMj = card.powerW * loop[0].meanUs() * 1e-3;
  return {summarise(loop[0].samples()), card.clockMhz, card.powerW, energyMj, card.throttleMask};
}

SteadyPairResult measureSustainedPair(Operation& first, Operation& second, Gate& gate, const SteadyOptions& options) {
  std::array<BackToBack, 2> loops = {BackToBack(first, gate), BackToBack(second, gate)};
  const Readings card = keepBusy(loops, first.lanes.front().device->monitor, options);
  return {loops[0].meanUs(), loops[1].meanUs(), card.clockMhz, card.powerW};
}

SteadyResult measureSpaced(Operation& operation, Gate& gate, const SteadyOptions& options, double idleW) {
  const Replay replay(operation, callsPerGraph(operation, warmUp(operation, gate), kGraphUs));
  const cudaStream_t stream = operation.lanes.front().stream;
  Event begin, end;
  std::vector<double> samples;
  double busyUs = 0, elapsedUs = 0;
  const auto runFor = [&](double length) {
    samples.clear();
    busyUs = 0;
    const auto start = Clock::now();
    while (secondsBetween(start, Clock::now()) < length) {
      {
        const GateHold held(gate, operation.lanes);
        begin.record(stream);
        replay.launch();
        end.record(stream);
      }
      synchronise(operation.lanes);
      const double replayUs = end.microsecondsSince(begin);
      samples.push_back(replayUs / replay.calls());
      busyUs += replayUs;
      rest(replayUs * options.restPerBusy);
    }
    elapsedUs = secondsBetween(start, Clock::now()) * 1e6;
  };

  runFor(options.settleSeconds);
  Sampler sampler(operation.lanes.front().device->monitor);
  runFor(options.seconds);
  sampler.stop();

  const double calls = static_cast<double>(samples.size()) * replay.calls();
  const double energyMj = (sampler.powerW() * elapsedUs - idleW * (elapsedUs - busyUs)) * 1e-3 / calls;
  return {summarise(samples), sampler.meanClockMhz(), sampler.powerW(), energyMj, sampler.throttleMask()};
}

IdleResult measureIdle(const GpuMonitor& monitor, double seconds) {
  constexpr double kSettleUs = 300'000;
  rest(kSettleUs);
  Sampler sampler(monitor);
  rest(seconds * 1e6);
  sampler.stop();
  return {sampler.powerW(), sampler.meanClockMhz()};
}

}  // namespace nanoflow

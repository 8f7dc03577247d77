#include "steady.h"

#include <atomic>
#include <chrono>
#include <cmath>
#include <deque>
#include <numeric>
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
 * tens of milliseconds apart; power is taken between the first and the last step seen, where both ends are exact.
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
    const double elapsed = secondsBetween(firstStep_.at, lastStep_.at);
    if (steps_ < 2 || elapsed <= 0) return mean(powers_);
    return (lastStep_.energyMj - firstStep_.energyMj) * 1e-3 / elapsed;
  }

 private:
  struct Step {
    Clock::time_point at;
    uint64_t energyMj = 0;
  };

  static double mean(const std::vector<double>& values) {
    return values.empty() ? std::nan("") : std::accumulate(values.begin(), values.end(), 0.0) / values.size();
  }

  void run() {
    uint64_t last = monitor_.energyMj().value_or(0);
    for (int turn = 0; !stopping_; ++turn) {
      const uint64_t energy = monitor_.energyMj().value_or(0);
      if (energy != last) {
        lastStep_ = {Clock::now(), energy};
        if (steps_++ == 0) firstStep_ = lastStep_;
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
  Step firstStep_, lastStep_;
  int steps_ = 0;
  uint64_t throttleMask_ = 0;
  std::thread thread_;
};

constexpr double kGraphUs = 1000;

}  // namespace

SteadyResult measureSustained(Operation& operation, Gate& gate, const SteadyOptions& options) {
  const Replay replay(operation, callsPerGraph(operation, warmUp(operation, gate), kGraphUs));
  const cudaStream_t stream = operation.lanes.front().stream;
  constexpr size_t kInFlight = 4;
  std::deque<Event> events;
  std::vector<double> samples;
  const auto runFor = [&](double length) {
    samples.clear();
    const auto start = Clock::now();
    while (secondsBetween(start, Clock::now()) < length) {
      replay.launch();
      events.emplace_back().record(stream);
      if (events.size() <= kInFlight) continue;
      events[1].wait();
      samples.push_back(events[1].microsecondsSince(events[0]) / replay.calls());
      events.pop_front();
    }
  };

  runFor(options.settleSeconds);
  Sampler sampler(operation.lanes.front().device->monitor);
  runFor(options.seconds);
  sampler.stop();
  synchronise(operation.lanes);

  const double meanUs = std::accumulate(samples.begin(), samples.end(), 0.0) / samples.size();
  return {summarise(samples), sampler.meanClockMhz(), sampler.powerW(), sampler.powerW() * meanUs * 1e-3,
          sampler.throttleMask()};
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

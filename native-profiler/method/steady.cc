#include "steady.h"

#include <cuda_profiler_api.h>

#include <array>
#include <chrono>
#include <deque>
#include <numeric>
#include <span>

#include "../../native-common/gpu/sampler.h"
#include "burst.h"

namespace nanoflow {
namespace {

using Clock = std::chrono::steady_clock;

double secondsBetween(Clock::time_point from, Clock::time_point to) {
  return std::chrono::duration<double>(to - from).count();
}

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
      ends_.emplace_back().record(operation_.lanes.front().stream());
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

/**
 * Runs all loops at once, first to settle, then for a window; their samples are those of the window, which is a range
 * for tools that read hardware counters (counters.sh).
 */
CardReadings keepBusy(std::span<BackToBack> loops, const GpuMonitor& monitor, const SteadyOptions& options) {
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
  check(cudaProfilerStart());
  Sampler sampler(monitor);
  runFor(options.seconds);
  const CardReadings card = sampler.stop();
  for (const BackToBack& loop : loops) loop.finish();
  check(cudaProfilerStop());
  return card;
}

}  // namespace

SteadyResult measureSustained(Operation& operation, Gate& gate, const SteadyOptions& options) {
  std::array<BackToBack, 1> loop = {BackToBack(operation, gate)};
  const CardReadings card = keepBusy(loop, operation.lanes.front().gpu->monitor, options);
  const double energyMj = card.powerW * loop[0].meanUs() * 1e-3;
  return {summarise(loop[0].samples()), card.clockMhz, card.powerW, energyMj, card.throttleMask, card.temperatureC};
}

SteadyPairResult measureSustainedPair(Operation& first, Operation& second, Gate& gate, const SteadyOptions& options) {
  std::array<BackToBack, 2> loops = {BackToBack(first, gate), BackToBack(second, gate)};
  const CardReadings card = keepBusy(loops, first.lanes.front().gpu->monitor, options);
  return {loops[0].meanUs(), loops[1].meanUs(), card.clockMhz, card.powerW, card.temperatureC};
}

SteadyResult measureSpaced(Operation& operation, Gate& gate, const SteadyOptions& options, double idleW) {
  const Replay replay(operation, callsPerGraph(operation, warmUp(operation, gate), kGraphUs));
  const cudaStream_t stream = operation.lanes.front().stream();
  Event begin, end;
  std::vector<double> samples;
  double busyUs = 0, elapsedUs = 0;
  // False where a sample does not count: its energy is in the window's, so the window does not either.
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
      if (gate.gaveUp()) return false;
      const double replayUs = end.microsecondsSince(begin);
      samples.push_back(replayUs / replay.calls());
      busyUs += replayUs;
      rest(replayUs * options.restPerBusy);
    }
    elapsedUs = secondsBetween(start, Clock::now()) * 1e6;
    return true;
  };

  CardReadings card;
  for (bool counts = false; !counts;) {
    if (!runFor(options.settleSeconds)) continue;
    Sampler sampler(operation.lanes.front().gpu->monitor);
    counts = runFor(options.seconds);
    card = sampler.stop();
  }

  const double calls = static_cast<double>(samples.size()) * replay.calls();
  const double energyMj = (card.powerW * elapsedUs - idleW * (elapsedUs - busyUs)) * 1e-3 / calls;
  return {summarise(samples), card.clockMhz, card.powerW, energyMj, card.throttleMask, card.temperatureC};
}

IdleResult measureIdle(const GpuMonitor& monitor, double seconds) {
  constexpr double kSettleUs = 300'000;
  rest(kSettleUs);
  Sampler sampler(monitor);
  rest(seconds * 1e6);
  const CardReadings card = sampler.stop();
  return {card.powerW, card.clockMhz};
}

}  // namespace nanoflow

#include "steady.h"

#include <chrono>
#include <cmath>
#include <deque>
#include <numeric>

#include "../native-common/sampler.h"
#include "burst.h"

namespace nanoflow {
namespace {

using Clock = std::chrono::steady_clock;

double secondsBetween(Clock::time_point from, Clock::time_point to) {
  return std::chrono::duration<double>(to - from).count();
}

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
  const CardReadings card = sampler.stop();
  synchronise(operation.lanes);

  const double meanUs = std::accumulate(samples.begin(), samples.end(), 0.0) / samples.size();
  return {summarise(samples), card.clockMhz, card.powerW, card.powerW * meanUs * 1e-3, card.throttleMask};
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
  const CardReadings card = sampler.stop();

  const double calls = static_cast<double>(samples.size()) * replay.calls();
  const double energyMj = (card.powerW * elapsedUs - idleW * (elapsedUs - busyUs)) * 1e-3 / calls;
  return {summarise(samples), card.clockMhz, card.powerW, energyMj, card.throttleMask};
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

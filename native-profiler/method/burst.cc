#include "burst.h"

#include <cmath>

namespace nanoflow {

int callsPerGraph(const Operation& operation, double callUs, double graphUs) {
  constexpr int kMostCalls = 400;
  const int wanted = static_cast<int>(std::ceil(graphUs / callUs));
  return std::clamp(wanted, operation.sets, std::max(kMostCalls, operation.sets));
}

BurstResult measureBurst(Operation& operation, Gate& gate, const BurstOptions& options) {
  const double estimateUs = warmUp(operation, gate);
  const Replay replay(operation, callsPerGraph(operation, estimateUs, options.sampleUs));
  const cudaStream_t stream = operation.lanes.front().stream();
  const GpuMonitor& monitor = operation.lanes.front().gpu->monitor;
  Event begin, end;

  BurstResult result;
  result.clockMhz = std::nan("");
  std::vector<double> samples;
  double spentUs = 0;
  bool warm = false;
  while (true) {
    {
      const GateHold held(gate, operation.lanes);
      begin.record(stream);
      replay.launch();
      end.record(stream);
    }
    // The reading takes about as long as a sample, so one is enough.
    if (samples.size() == 2) result.clockMhz = monitor.smClockMhz().value_or(std::nan(""));
    synchronise(operation.lanes);
    const double elapsedUs = end.microsecondsSince(begin);
    restAfter(elapsedUs);
    if (gate.gaveUp()) continue;
    if (!warm) {
      warm = true;
      continue;
    }
    samples.push_back(elapsedUs / replay.calls());
    spentUs += elapsedUs;
    if (static_cast<int>(samples.size()) < options.minSamples) continue;
    result.perCallUs = summarise(samples);
    if (spentUs >= options.budgetUs || result.perCallUs.medianError() <= options.medianError) return result;
  }
}

}  // namespace nanoflow

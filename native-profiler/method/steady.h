#pragma once

#include "../../native-common/gpu/statistics.h"
#include "replay.h"

namespace nanoflow {

/** A measurement over most of a second, long enough for the card's power control to settle. */
struct SteadyResult {
  Summary perCallUs;
  double clockMhz = 0;    ///< mean of the SM clock readings
  double powerW = 0;      ///< energy counter's difference over its time
  double energyMj = 0;    ///< per call; see measureSustained and measureSpaced
  uint64_t throttleMask = 0;  ///< NVML clock event reasons, all readings together
  double temperatureC = 0;    ///< mean of the readings
};

struct SteadyOptions {
  double seconds = 0.8;        ///< of the window that counts
  double settleSeconds = 0.5;  ///< of the same before it
  double restPerBusy = 1.5;      ///< length of a gap over that of the work before it; measureSpaced only
};

/** Back-to-back replays. energyMj = powerW * mean time from call to call. */
SteadyResult measureSustained(Operation& operation, Gate& gate, const SteadyOptions& options);

/** Two operations side by side, each back to back: what they do to each other at the clock that the power cap leaves. */
struct SteadyPairResult {
  double firstUs = 0, secondUs = 0;  ///< from call to call, mean
  double clockMhz = 0;               ///< mean of the SM clock readings
  double powerW = 0;                 ///< of both together, by the energy counter
  double temperatureC = 0;           ///< mean of the readings
};

/** Replays of both, each back to back on its own stream, at the same time. */
SteadyPairResult measureSustainedPair(Operation& first, Operation& second, Gate& gate, const SteadyOptions& options);

/**
 * Replays of about 1 ms, each followed by a rest.
 * energyMj = (E - idleW * (T - busy)) / calls: the energy of the window less that of the gaps at idle power. What is
 * left is what a call costs, what the idle card takes meanwhile included, as in measureSustained.
 */
SteadyResult measureSpaced(Operation& operation, Gate& gate, const SteadyOptions& options, double idleW);

struct IdleResult {
  double powerW = 0;
  double clockMhz = 0;
};

/** Power of the card with this process's context alive and nothing running. */
IdleResult measureIdle(const GpuMonitor& monitor, double seconds);

}  // namespace nanoflow

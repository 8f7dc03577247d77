#pragma once

#include "../../native-common/gpu/statistics.h"
#include "replay.h"

namespace nanoflow {

/** How long a burst measurement may take. */
struct BurstOptions {
  double budgetUs = 15000;  ///< GPU time of all samples
  int minSamples = 5;
  double sampleUs = 300;       ///< least length of a sample, one graph of several calls
  double medianError = 0.005;  ///< relative standard error of the median at which to stop
};

struct BurstResult {
  Summary perCallUs;
  double clockMhz = 0;  ///< SM clock during a sample; NaN when unknown
};

/**
 * Time per call at boost clock: short graph replays, each followed by a rest (restAfter). clockMhz tells whether boost
 * was held.
 */
BurstResult measureBurst(Operation& operation, Gate& gate, const BurstOptions& options);

/** Calls per graph such that it lasts `graphUs` and touches every buffer set. */
int callsPerGraph(const Operation& operation, double callUs, double graphUs);

}  // namespace nanoflow

#pragma once

#include "replay.h"
#include "statistics.h"

namespace nanoflow {

/** One of two operations that run side by side; times are µs per call. */
struct PairSide {
  Summary together;    ///< while the other operation ran
  Summary alone;       ///< on the same partition with the other side empty, measured the same way between the rounds
  long discarded = 0;  ///< samples outside the time in which the other side ran
};

struct PairResult {
  PairSide first, second;
};

/**
 * Both operations loop on their streams; a sample is one graph of a few calls between two events. It counts only if the
 * other stream was inside its own loop for the whole of it; the first sample of each loop never counts. Rounds of
 * alone, alone, together repeat until the medians are settled or `budgetUs` of GPU time is spent.
 *
 * @throws std::runtime_error when no sample of a side ever fell inside the other's loop
 */
PairResult measurePair(Operation& first, Operation& second, Gate& gate, double budgetUs);

}  // namespace nanoflow

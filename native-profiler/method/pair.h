#pragma once

#include "../../native-common/gpu/statistics.h"
#include "replay.h"

namespace nanoflow {

/** One of two operations that run side by side; times are µs per call. */
struct PairSide {
  Summary together;    ///< while the other operation ran
  Summary alone;       ///< on the same partition with the other side empty, measured the same way between the rounds
  long discarded = 0;  ///< samples outside the time in which the other side ran
};

struct PairResult {
  PairSide first, second;
  double clockMhz = 0;  ///< SM clock while both ran, median over the rounds; NaN when unknown
};

/**
 * Both operations loop on their streams; a sample is one graph of a few calls between two events. It counts only if the
 * other stream was inside its own loop for the whole of it; the first sample of each loop never counts. The loops last
 * four samples of the slower side. Rounds of alone, alone, together, two at least, repeat until all four medians are
 * settled or `budgetUs` of GPU time is spent.
 *
 * @throws std::runtime_error when no sample of a side ever fell inside the other's loop: a call takes so long that a
 *   loop has no room for four
 */
PairResult measurePair(Operation& first, Operation& second, Gate& gate, double budgetUs);

/**
 * The same where no partition says which SMs a kernel gets, but what lies there already: every window starts on an idle
 * GPU, as in a plan, the remainder's call just ahead of the group's. So the hardware deals out the remainder's CTAs, and
 * the group's kernels find what these leave. In loops a placement would settle that no plan meets, since each call
 * inherits the SMs of the call before. The remainder calls once, or as often as the group's calls need to be covered;
 * a call of the group counts from the first on if it ended before the remainder did.
 */
PairResult measurePairFromIdle(Operation& group, Operation& remainder, Gate& gate, double budgetUs);

}  // namespace nanoflow

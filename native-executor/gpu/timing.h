#pragma once

#include <vector>

#include "../../native-common/gpu/gpu.h"
#include "../../native-common/gpu/sampler.h"
#include "../../native-common/gpu/statistics.h"

namespace nanoflow {

/** Back-to-back launches of one graph during one slice of an alternation. */
struct Slice {
  Summary launchUs;  ///< from one launch's end to the next one's
  double hostUs = 0;  ///< mean time that the host spent on a launch
  CardReadings card;
};

struct Alternation {
  double sliceSeconds = 1;  ///< of which the first fifth does not count: clock and power settle
  int rounds = 3;           ///< each graph gets one slice a round, after one that does not count
};

/**
 * Times graphs under the load that serving is, taking turns, so that a drift of the card meets all of them alike.
 *
 * @returns the slices of each graph, in the order of the rounds
 */
std::vector<std::vector<Slice>> timeAlternating(const Gpu& gpu, const std::vector<cudaGraphExec_t>& graphs,
                                                const Alternation& alternation);

}  // namespace nanoflow

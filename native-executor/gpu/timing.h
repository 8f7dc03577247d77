#pragma once

#include <string>
#include <vector>

#include "../../native-common/gpu/sampler.h"
#include "../../native-common/gpu/statistics.h"
#include "crew.h"

namespace nanoflow {

/** Back-to-back launches of one program during one slice of an alternation. */
struct Slice {
  Summary launchUs;                 ///< from one launch's end to the next one's, on the first rank
  double hostUs = 0;                ///< mean time that the host spent on a launch there
  std::vector<CardReadings> cards;  ///< by rank
};

struct Alternation {
  double sliceSeconds = 1;  ///< of which the first fifth does not count: clock and power settle
  int rounds = 3;           ///< each program gets one slice a round, after one that does not count
};

/** A program's graphs, by rank. */
using RankGraphs = std::vector<cudaGraphExec_t>;

/**
 * Times programs under the load that serving is, taking turns, so that a drift of the cards meets all of them alike.
 * All ranks launch as often; where they meet within a program, they keep step.
 *
 * @returns the slices of each program, in the order of the rounds
 */
std::vector<std::vector<Slice>> timeAlternating(const Ranks& ranks, Crew& crew, const std::vector<RankGraphs>& programs,
                                                const Alternation& alternation);

}  // namespace nanoflow

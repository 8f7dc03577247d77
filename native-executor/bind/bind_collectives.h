#pragma once

#include "../../native-common/gpu/instruction.h"
#include "../../native-common/wire/spec.h"
#include "../gpu/rank.h"
#include "../program/collectives.h"

namespace nanoflow {

/*
 * Binders of calls in which all ranks meet. Each reads the words of one call for every rank, and returns its launch on
 * the lanes, of which each rank has one.
 */

Launch bindAllReduce(Spec& words, const std::vector<Lane>& lanes, const Ranks& ranks, Collectives& collectives);
Launch bindAllReduceNorm(Spec& words, const std::vector<Lane>& lanes, const Ranks& ranks, Collectives& collectives);
Launch bindPeerSampling(Spec& words, const std::vector<Lane>& lanes, const Ranks& ranks, Collectives& collectives);

}  // namespace nanoflow

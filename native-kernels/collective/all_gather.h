#pragma once

#include <memory>
#include <vector>

#include "collective.h"

namespace nanoflow {

/*
 * The inputs of all ranks, one after another, to every rank: input bf16 [count / ranks], output [count]. Input may be
 * the rank's own shard of its output, else it must not overlap it.
 */

/** One kernel of `ctas` CTAs on each GPU that reads its peers' inputs; conditions as in peerAllReduce. */
std::unique_ptr<Collective> peerAllGather(const std::vector<int>& devices, int ctas);

/** Copies by copy engines alone: `ctas` is 0. Conditions as in copyEngineAllReduce. */
std::unique_ptr<Collective> copyEngineAllGather(const std::vector<int>& devices, int ctas);

}  // namespace nanoflow

#pragma once

#include <memory>
#include <vector>

#include "collective.h"

namespace nanoflow {

/*
 * Shard r of the sum over ranks of input to rank r: input bf16 [count], output [count / ranks]. Output may be the rank's
 * own shard of its input, else it must not overlap it. Terms are added in fp32 in the order of ranks and rounded once.
 */

/** One kernel of `ctas` CTAs on each GPU that reads its peers' inputs; conditions as in peerAllReduce. */
std::unique_ptr<Collective> peerReduceScatter(const std::vector<int>& devices, int ctas);

/** Copies by copy engines, additions by a kernel of `ctas` CTAs; conditions as in copyEngineAllReduce. */
std::unique_ptr<Collective> copyEngineReduceScatter(const std::vector<int>& devices, int ctas);

}  // namespace nanoflow

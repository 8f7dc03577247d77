#pragma once

#include "router.h"

namespace nanoflow {

/**
 * Second part of the router: the permutation that groups (token, choice) pairs by expert, from `experts` and
 * `groupCounts`. On compute capability 9.0 its kernel becomes resident while the one before it on the stream, which must
 * write both, still runs.
 *
 * @param groupTokens of the groups that were counted, at most 64
 */
void permuteByExpert(const Router& arguments, int groupTokens, const Placement& placement);

}  // namespace nanoflow

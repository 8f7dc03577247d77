#pragma once

#include "router.h"

namespace nanoflow {

/**
 * Second part of the router: the permutation that groups (token, choice) pairs by expert, from `experts`. On compute
 * capability 9.0 its kernel becomes resident while the one before it on the stream, which must write `experts`, still runs.
 */
void permuteByExpert(const Router& arguments, const Placement& placement);

}  // namespace nanoflow

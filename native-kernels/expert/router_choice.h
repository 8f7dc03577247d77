#pragma once

#include "router.h"

/** First part of the router: `experts`, `expertWeights`, `sharedGate` and the counts of each group of tokens. */
namespace nanoflow {

/** Whether this device has warpgroup instructions, and they were built. */
bool hasRouteWgmma();

/** @return tokens of a group */
int routeWgmma(const Router& arguments, const Placement& placement);

/** @return tokens of a group */
int routeMma(const Router& arguments, const Placement& placement);

}  // namespace nanoflow

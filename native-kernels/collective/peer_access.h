#pragma once

#include <vector>

namespace nanoflow {

/**
 * Lets each device reach the memory of all others (what is or will be cudaMalloc'ed), once and for all.
 *
 * @throws UnsupportedError unless there are 2, 4 or 8 devices, which can do that
 */
void enablePeerAccess(const std::vector<int>& devices);

}  // namespace nanoflow

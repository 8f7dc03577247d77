#pragma once

#include <functional>
#include <vector>

#include "lane.h"

namespace nanoflow {

/**
 * Enqueues calls where they were bound to. Expects the GPU of the instruction's first lane to be current; may leave
 * another.
 */
using Launch = std::function<void()>;

/** Work on one lane, or a collective's on a lane of every GPU. */
struct Instruction {
  std::vector<int> lanes;  ///< numbers of lanes of the program, one at least: the launch enqueues on these alone
  std::vector<int> waits;  ///< positions of earlier instructions
  Launch launch;
};

/** Instructions on lanes. Those of a lane run in order; others wait for each other only as they say. */
struct Program {
  std::vector<Lane> lanes;
  std::vector<Instruction> instructions;
};

}  // namespace nanoflow

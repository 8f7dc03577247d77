#include "graph.h"

#include "../../native-common/gpu/capture.h"
#include "../../native-common/gpu/gpu.h"
#include "../gpu/stamp.h"

namespace nanoflow {
namespace {

/** The program with a time stamp before and after every instruction, on its first lane. */
Program stamped(Program program, uint64_t* stamps) {
  for (Instruction& instruction : program.instructions) {
    const Lane lane = program.lanes[instruction.lanes.front()];
    instruction.launch = [lane, stamps, launch = std::move(instruction.launch)] {
      stamp(stamps, lane.stream());
      launch();
      lane.gpu->activate();
      stamp(stamps + 1, lane.stream());
    };
    stamps += 2;
  }
  return program;
}

}  // namespace

void runUncaptured(const Program& program) {
  for (const Instruction& instruction : program.instructions) {
    std::vector<Lane> lanes;
    for (const int lane : instruction.lanes) lanes.push_back(program.lanes[lane]);
    lanes.front().gpu->activate();
    instruction.launch();
    synchronise(lanes);
  }
}

GraphExec captureProgram(const Program& program, uint64_t* stamps) {
  const auto graphs = capture(stamps == nullptr ? program : stamped(program, stamps), GraphScope::program);
  // Without the flag all nodes run at the priority of the stream that the graph is launched on.
  return instantiate(graphs.front().graph, cudaGraphInstantiateFlagUseNodePriority);
}

}  // namespace nanoflow

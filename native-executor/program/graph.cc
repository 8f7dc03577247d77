#include "graph.h"

#include <algorithm>
#include <optional>

#include "../../native-common/gpu/capture.h"
#include "../gpu/stamp.h"
#include "../gpu/stopwatch.h"
#include "../gpu/waiting.h"

namespace nanoflow {
namespace {

std::optional<Lane> laneOn(const Gpu& gpu, const Instruction& instruction, const Program& program) {
  for (const int lane : instruction.lanes) {
    if (program.lanes[lane].gpu == &gpu) return program.lanes[lane];
  }
  return {};
}

/** The program with a time stamp before and after each of a rank's instructions, on its lane there. */
Program stamped(Program program, const Stamps& stamps) {
  uint64_t* next = stamps.times;
  for (Instruction& instruction : program.instructions) {
    const std::optional<Lane> found = laneOn(stamps.rank->gpu, instruction, program);
    if (!found) continue;
    const Lane lane = *found;
    const Lane first = program.lanes[instruction.lanes.front()];
    instruction.launch = [lane, first, next, launch = std::move(instruction.launch)] {
      lane.gpu->activate();
      stamp(next, lane.stream());
      first.gpu->activate();
      launch();
      lane.gpu->activate();
      stamp(next + 1, lane.stream());
    };
    next += 2;
  }
  return program;
}

/** Looks at all lanes by turns: one that failed is seen while others still wait for it. */
void await(const std::vector<Lane>& lanes, const Ranks& ranks, double limitSeconds) {
  const Stopwatch watch;
  for (bool ended = false; !ended;) {
    ended = true;
    for (const Lane& lane : lanes) {
      onRank(rankOf(lane, ranks), [&] {
        if (hasEnded(lane.stream())) return;
        ended = false;
        if (watch.seconds() > limitSeconds) throw late(limitSeconds);
      });
    }
  }
}

}  // namespace

void runUncaptured(const Program& program, const Ranks& ranks, double limitSeconds) {
  for (const Instruction& instruction : program.instructions) {
    std::vector<Lane> lanes;
    for (const int lane : instruction.lanes) lanes.push_back(program.lanes[lane]);
    onRank(rankOf(lanes.front(), ranks), [&] { instruction.launch(); });
    await(lanes, ranks, limitSeconds);
  }
}

size_t instructionsOf(const Program& program, const Gpu& gpu) {
  return std::count_if(program.instructions.begin(), program.instructions.end(),
                       [&](const Instruction& each) { return laneOn(gpu, each, program).has_value(); });
}

std::vector<GraphExec> captureProgram(const Program& program, const Stamps& stamps) {
  std::vector<GraphExec> graphs;
  for (const auto& [origin, graph] :
       capture(stamps.rank == nullptr ? program : stamped(program, stamps), GraphScope::gpu)) {
    origin.gpu->activate();
    // Without the flag all nodes run at the priority of the stream that the graph is launched on.
    graphs.push_back(instantiate(graph, cudaGraphInstantiateFlagUseNodePriority));
  }
  return graphs;
}

void uploadGraphs(const std::vector<GraphExec>& graphs, Crew& crew) {
  crew.run([&](Rank& rank) {
    check(cudaGraphUpload(graphs[rank.index].get(), rank.gpu.stream()));
    check(cudaStreamSynchronize(rank.gpu.stream()));
  });
}

}  // namespace nanoflow

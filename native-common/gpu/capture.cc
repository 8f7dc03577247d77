#include "capture.h"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <string>

#include "gpu.h"
#include "lane_capture.h"

namespace nanoflow {
namespace {

Graph makeGraph() {
  cudaGraph_t graph = nullptr;
  check(cudaGraphCreate(&graph, 0));
  return Graph(graph);
}

/** What an instruction left in each graph, by its number: the nodes that its followers follow. */
using Ends = std::map<int, GraphNodes>;

/** Captures the instructions of a program one by one. */
class ProgramCapture {
 public:
  ProgramCapture(const Program& program, GraphScope scope) : program_(program), newest_(program.lanes.size(), -1) {
    for (const Lane& lane : program.lanes) {
      const auto sameGraph = [&](const LaneGraph& made) {
        return scope == GraphScope::program || made.origin.gpu == lane.gpu;
      };
      const auto found = std::find_if(graphs_.begin(), graphs_.end(), sameGraph);
      graphOf_.push_back(static_cast<int>(found - graphs_.begin()));
      if (found == graphs_.end()) graphs_.push_back({lane, makeGraph()});
    }
    if (graphs_.empty() && scope == GraphScope::program) graphs_.push_back({{}, makeGraph()});
  }

  void add(const Instruction& instruction) {
    for (const int wait : instruction.waits) requireCommonGraph(instruction, wait);
    std::map<int, LaneCapture> captures;
    for (const int lane : instruction.lanes) {
      const int graph = graphOf_[lane];
      const auto open = captures.find(graph);
      if (open != captures.end()) {
        open->second.include(program_.lanes[lane]);
      } else {
        captures.try_emplace(graph, graphs_[graph].graph.get(), program_.lanes[lane], before(instruction, graph));
      }
    }
    program_.lanes[instruction.lanes.front()].gpu->activate();
    instruction.launch();
    Ends ends;
    for (auto& [graph, capture] : captures) ends.emplace(graph, capture.finish());
    for (const int lane : instruction.lanes) newest_[lane] = static_cast<int>(ends_.size());
    ends_.push_back(std::move(ends));
  }

  std::vector<LaneGraph> finish() { return std::move(graphs_); }

 private:
  /** The nodes of a graph that an instruction follows, each once. */
  GraphNodes before(const Instruction& instruction, int graph) const {
    GraphNodes nodes;
    const auto follow = [&](int earlier) {
      const auto found = ends_[earlier].find(graph);
      if (found == ends_[earlier].end()) return;
      for (const cudaGraphNode_t node : found->second) {
        if (std::find(nodes.begin(), nodes.end(), node) == nodes.end()) nodes.push_back(node);
      }
    };
    for (const int lane : instruction.lanes) {
      if (newest_[lane] >= 0) follow(newest_[lane]);
    }
    for (const int wait : instruction.waits) follow(wait);
    return nodes;
  }

  void requireCommonGraph(const Instruction& instruction, int wait) const {
    const bool common = std::any_of(instruction.lanes.begin(), instruction.lanes.end(),
                                    [&](int lane) { return ends_[wait].contains(graphOf_[lane]); });
    if (common) return;
    throw std::invalid_argument("instruction " + std::to_string(ends_.size()) + " waits for instruction " +
                                std::to_string(wait) + ", which is in another GPU's graph");
  }

  const Program& program_;
  std::vector<int> graphOf_;  ///< by lane
  std::vector<int> newest_;   ///< position of the last instruction on each lane; -1: none
  std::vector<LaneGraph> graphs_;
  std::vector<Ends> ends_;  ///< by instruction
};

}  // namespace

std::vector<LaneGraph> capture(const Program& program, GraphScope scope) {
  ProgramCapture captured(program, scope);
  for (const Instruction& instruction : program.instructions) captured.add(instruction);
  return captured.finish();
}

GraphExec instantiate(const Graph& graph, unsigned flags) {
  cudaGraphExec_t made = nullptr;
  check(cudaGraphInstantiate(&made, graph.get(), flags));
  return GraphExec(made);
}

}  // namespace nanoflow

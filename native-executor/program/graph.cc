#include "graph.h"

#include "../gpu/stamp.h"

namespace nanoflow {
namespace {

using Nodes = std::vector<cudaGraphNode_t>;

/** Captures into an existing graph, behind given nodes; ends the capture also when a launch throws. */
class Capture {
 public:
  Capture(cudaGraph_t graph, cudaStream_t stream, const Nodes& after) : stream_(stream) {
    check(cudaStreamBeginCaptureToGraph(stream, graph, after.data(), nullptr, after.size(),
                                        cudaStreamCaptureModeThreadLocal));
  }
  ~Capture() {
    if (ended_) return;
    cudaGraph_t graph = nullptr;
    cudaStreamEndCapture(stream_, &graph);
    cudaGetLastError();  // a broken capture reports itself once more
  }
  Capture(const Capture&) = delete;
  Capture& operator=(const Capture&) = delete;

  /** @returns the nodes that nothing captured here follows */
  Nodes finish() {
    cudaStreamCaptureStatus status{};
    const cudaGraphNode_t* last = nullptr;
    size_t count = 0;
#if CUDART_VERSION >= 13000
    check(cudaStreamGetCaptureInfo(stream_, &status, nullptr, nullptr, &last, nullptr, &count));
#else
    check(cudaStreamGetCaptureInfo(stream_, &status, nullptr, nullptr, &last, &count));
#endif
    Nodes nodes(last, last + count);
    ended_ = true;
    cudaGraph_t graph = nullptr;
    check(cudaStreamEndCapture(stream_, &graph));
    return nodes;
  }

 private:
  cudaStream_t stream_;
  bool ended_ = false;
};

Graph makeGraph() {
  cudaGraph_t graph = nullptr;
  check(cudaGraphCreate(&graph, 0));
  return Graph(graph);
}

}  // namespace

void runUncaptured(const Program& program) {
  for (const Instruction& instruction : program.instructions) {
    const Queue& queue = program.queues[instruction.queue];
    queue.gpu->activate();
    instruction.launch(queue.placement);
    check(cudaStreamSynchronize(queue.placement.stream));
  }
}

GraphExec captureProgram(const Program& program, uint64_t* stamps) {
  const Graph graph = makeGraph();
  std::vector<Nodes> ends;
  std::vector<int> newest(program.queues.size(), -1);
  for (size_t position = 0; position < program.instructions.size(); ++position) {
    const Instruction& instruction = program.instructions[position];
    const Queue& queue = program.queues[instruction.queue];
    Nodes after;
    const auto follow = [&](int earlier) { after.insert(after.end(), ends[earlier].begin(), ends[earlier].end()); };
    if (newest[instruction.queue] >= 0) follow(newest[instruction.queue]);
    for (const int wait : instruction.waits) follow(wait);
    newest[instruction.queue] = static_cast<int>(position);

    queue.gpu->activate();
    const cudaStream_t stream = queue.placement.stream;
    Capture capture(graph.get(), stream, after);
    if (stamps != nullptr) stamp(stamps + 2 * position, stream);
    instruction.launch(queue.placement);
    if (stamps != nullptr) stamp(stamps + 2 * position + 1, stream);
    ends.push_back(capture.finish());
  }
  cudaGraphExec_t made = nullptr;
  // Without the flag all nodes run at the priority of the stream that the graph is launched on.
  check(cudaGraphInstantiate(&made, graph.get(), cudaGraphInstantiateFlagUseNodePriority));
  return GraphExec(made);
}

}  // namespace nanoflow

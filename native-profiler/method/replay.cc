#include "replay.h"

#include <chrono>
#include <thread>

#include "../../native-common/gpu/capture.h"
#include "../../native-common/gpu/gpu.h"

namespace nanoflow {

Replay::Replay(Operation& operation, int calls) : calls_(calls) {
  Instruction all;
  for (size_t i = 0; i < operation.lanes.size(); ++i) all.lanes.push_back(static_cast<int>(i));
  all.launch = [&operation, calls] {
    for (int i = 0; i < calls; ++i) operation.launch(i % operation.sets);
  };
  const GraphScope scope = operation.oneGraph ? GraphScope::program : GraphScope::gpu;
  for (const auto& [origin, graph] : capture({operation.lanes, {all}}, scope)) {
    origin.gpu->activate();
    graphs_.push_back({origin, instantiate(graph, 0)});
    check(cudaGraphUpload(graphs_.back().graph.get(), origin.stream()));
  }
  operation.lanes.front().gpu->activate();
}

void Replay::launch() const {
  for (const auto& [lane, graph] : graphs_) {
    if (graphs_.size() > 1) lane.gpu->activate();
    check(cudaGraphLaunch(graph.get(), lane.stream()));
  }
  if (graphs_.size() > 1) graphs_.front().lane.gpu->activate();
}

void rest(double microseconds) {
  std::this_thread::sleep_for(std::chrono::microseconds(static_cast<long>(microseconds)));
}

void restAfter(double busyUs) {
  constexpr double kRestPerBusy = 7.0 / 3.0;
  rest(busyUs * kRestPerBusy);
}

double warmUp(Operation& operation, Gate& gate) {
  operation.launch(0);
  synchronise(operation.lanes);
  constexpr int kCalls = 2;
  const cudaStream_t stream = operation.lanes.front().stream();
  Event begin, end;
  do {
    {
      const GateHold held(gate, operation.lanes);
      begin.record(stream);
      for (int i = 0; i < kCalls; ++i) operation.launch((i + 1) % operation.sets);
      end.record(stream);
    }
    synchronise(operation.lanes);
  } while (gate.gaveUp());
  return std::max(end.microsecondsSince(begin) / kCalls, 0.5);
}

}  // namespace nanoflow

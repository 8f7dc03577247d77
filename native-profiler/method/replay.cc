#include "replay.h"

#include <atomic>
#include <chrono>
#include <thread>

#include "device_kernels.h"

namespace nanoflow {
namespace {

/** Captures lanes, each in a graph of its own; ends the captures also when a launch throws. */
class Capture {
 public:
  explicit Capture(std::vector<Lane> lanes) : lanes_(std::move(lanes)) {
    for (const Lane& lane : lanes_) {
      lane.device->activate();
      check(cudaStreamBeginCapture(lane.stream, cudaStreamCaptureModeThreadLocal));
      ++begun_;
    }
    lanes_.front().device->activate();
  }
  ~Capture() {
    for (size_t i = ended_; i < begun_; ++i) {
      cudaGraph_t graph = nullptr;
      cudaStreamEndCapture(lanes_[i].stream, &graph);
      const Graph abandoned(graph);
    }
    if (ended_ < begun_) cudaGetLastError();  // a broken capture reports itself once more
  }
  Capture(const Capture&) = delete;
  Capture& operator=(const Capture&) = delete;

  /** Ends all captures. Nothing may be instantiated while another lane still captures. */
  std::vector<Graph> finish() {
    std::vector<Graph> graphs;
    while (ended_ < begun_) {
      const Lane& lane = lanes_[ended_++];
      lane.device->activate();
      cudaGraph_t graph = nullptr;
      const cudaError_t ended = cudaStreamEndCapture(lane.stream, &graph);
      graphs.emplace_back(graph);
      check(ended);
    }
    return graphs;
  }

 private:
  std::vector<Lane> lanes_;
  size_t begun_ = 0;
  size_t ended_ = 0;
};

/**
 * What follows on `waiting` follows what `lane` has now; takes `waiting` into the capture of `lane`.
 *
 * @returns the event between them, for the capture's lifetime
 */
Event follow(const Lane& waiting, const Lane& lane) {
  lane.device->activate();
  Event reached;
  reached.record(lane.stream);
  waiting.device->activate();
  reached.hold(waiting.stream);
  return reached;
}

}  // namespace

Replay::Replay(Operation& operation, int calls) : operation_(operation), calls_(calls) {
  const Lane& first = operation.lanes.front();
  const std::vector<Lane> others(operation.lanes.begin() + 1, operation.lanes.end());
  Capture capture(operation.oneGraph ? std::vector<Lane>{first} : operation.lanes);
  std::vector<Event> joints;
  if (operation.oneGraph) {
    for (const Lane& lane : others) joints.push_back(follow(lane, first));
    first.device->activate();
  }
  for (int i = 0; i < calls; ++i) operation.launch(i % operation.sets);
  if (operation.oneGraph) {
    for (const Lane& lane : others) joints.push_back(follow(first, lane));
  }
  const std::vector<Graph> captured = capture.finish();
  for (size_t i = 0; i < captured.size(); ++i) {
    operation.lanes[i].device->activate();
    cudaGraphExec_t graph = nullptr;
    check(cudaGraphInstantiate(&graph, captured[i].get(), 0));
    graphs_.emplace_back(graph);
    check(cudaGraphUpload(graph, operation.lanes[i].stream));
  }
  operation.lanes.front().device->activate();
}

void Replay::launch() const {
  for (size_t i = 0; i < graphs_.size(); ++i) {
    if (graphs_.size() > 1) operation_.lanes[i].device->activate();
    check(cudaGraphLaunch(graphs_[i].get(), operation_.lanes[i].stream));
  }
  if (graphs_.size() > 1) operation_.lanes.front().device->activate();
}

Gate::Gate() {
  void* memory = nullptr;
  check(cudaHostAlloc(&memory, sizeof(uint32_t), cudaHostAllocPortable | cudaHostAllocMapped));
  flag_ = static_cast<uint32_t*>(memory);
  *flag_ = 0;
}

Gate::~Gate() {
  release();
  cudaFreeHost(flag_);
}

void Gate::hold(const std::vector<Lane>& lanes) {
  ++ticket_;
  for (const Lane& lane : lanes) {
    lane.device->activate();
    holdUntil(flag_, ticket_, lane.stream);
  }
  lanes.front().device->activate();
}

void Gate::release() { std::atomic_ref<uint32_t>(*flag_).store(ticket_, std::memory_order_release); }

void synchronise(const std::vector<Lane>& lanes) {
  for (const Lane& lane : lanes) check(cudaStreamSynchronize(lane.stream));
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
  const cudaStream_t stream = operation.lanes.front().stream;
  Event begin, end;
  {
    const GateHold held(gate, operation.lanes);
    begin.record(stream);
    for (int i = 0; i < kCalls; ++i) operation.launch((i + 1) % operation.sets);
    end.record(stream);
  }
  synchronise(operation.lanes);
  return std::max(end.microsecondsSince(begin) / kCalls, 0.5);
}

}  // namespace nanoflow

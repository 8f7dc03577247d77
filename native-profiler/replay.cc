#include "replay.h"

#include <atomic>
#include <chrono>
#include <thread>

#include "device_kernels.h"

namespace nanoflow {
namespace {

/** Captures every lane; ends the captures also when a launch throws. */
class Capture {
 public:
  explicit Capture(const std::vector<Lane>& lanes) : lanes_(lanes) {
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
      if (graph != nullptr) cudaGraphDestroy(graph);
    }
    cudaGetLastError();
  }
  Capture(const Capture&) = delete;
  Capture& operator=(const Capture&) = delete;

  /** Ends all captures. Nothing may be instantiated while another lane still captures. */
  std::vector<cudaGraph_t> finish() {
    std::vector<cudaGraph_t> graphs;
    for (; ended_ < begun_; ++ended_) {
      lanes_[ended_].device->activate();
      check(cudaStreamEndCapture(lanes_[ended_].stream, &graphs.emplace_back()));
    }
    return graphs;
  }

 private:
  const std::vector<Lane>& lanes_;
  size_t begun_ = 0;
  size_t ended_ = 0;
};

}  // namespace

Replay::Replay(Operation& operation, int calls) : operation_(operation), calls_(calls) {
  Capture capture(operation.lanes);
  for (int i = 0; i < calls; ++i) operation.launch(i % operation.sets);
  const std::vector<cudaGraph_t> captured = capture.finish();
  for (size_t i = 0; i < captured.size(); ++i) {
    operation.lanes[i].device->activate();
    const cudaError_t instantiated = cudaGraphInstantiate(&graphs_.emplace_back(), captured[i], 0);
    cudaGraphDestroy(captured[i]);
    check(instantiated);
    check(cudaGraphUpload(graphs_.back(), operation.lanes[i].stream));
  }
  operation.lanes.front().device->activate();
}

Replay::~Replay() {
  for (const cudaGraphExec_t graph : graphs_) cudaGraphExecDestroy(graph);
}

void Replay::launch() const {
  for (size_t i = 0; i < graphs_.size(); ++i) {
    if (graphs_.size() > 1) operation_.lanes[i].device->activate();
    check(cudaGraphLaunch(graphs_[i], operation_.lanes[i].stream));
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

#include "step_ring.h"

#include <algorithm>
#include <cstring>

#include "../gpu/stopwatch.h"

namespace nanoflow {
namespace {

/** Room that blocks start with, and grow by: memory is taken in large pieces, as it may stop the GPU for a moment. */
constexpr size_t kRoom = 1 << 18;

size_t roomFor(size_t bytes) { return (bytes + kRoom - 1) / kRoom * kRoom; }

Owned<char*, cudaFreeHost> takePinned(size_t bytes) {
  void* memory = nullptr;
  check(cudaHostAlloc(&memory, bytes, cudaHostAllocDefault));
  return Owned<char*, cudaFreeHost>(static_cast<char*>(memory));
}

Owned<char*, cudaFree> takeDevice(size_t bytes) {
  void* memory = nullptr;
  check(cudaMalloc(&memory, bytes));
  return Owned<char*, cudaFree>(static_cast<char*>(memory));
}

Stream makeStream(const Gpu& gpu) {
  gpu.activate();
  cudaStream_t stream = nullptr;
  check(cudaStreamCreateWithFlags(&stream, cudaStreamNonBlocking));
  return Stream(stream);
}

double microseconds(uint64_t from, uint64_t to) { return (static_cast<double>(to) - static_cast<double>(from)) / 1e3; }

}  // namespace

void StepRing::Block::reserve(size_t inputs, size_t gives) {
  if (inputs > inputBytes) {
    const size_t room = roomFor(2 * inputs);
    pinned = takePinned(room);
    staged = takeDevice(room);
    inputBytes = room;
  }
  if (gives > givenBytes) {
    given = takePinned(roomFor(gives));
    givenBytes = roomFor(gives);
  }
}

StepRing::StepRing(const Gpu& gpu) : gpu_(gpu), copies_(makeStream(gpu)) {}

StepRing::~StepRing() {
  cudaStreamSynchronize(copies_.get());
  cudaStreamSynchronize(gpu_.stream());
}

void StepRing::submit(StepCall call, const std::string& payload) {
  Block& block = blocks_[next_];
  const int rows = call.end.rows;
  block.reserve(payload.size(), sizeof(Given) + rows * (sizeof(int) + sizeof(RowFault)) + call.wantedBytes);
  const cudaStream_t stream = gpu_.stream();
  call.begin.staged = reinterpret_cast<const int*>(block.staged.get());
  const int* behindEntries = call.begin.staged + call.begin.words + 2 * call.begin.entries;
  call.updates.updates = reinterpret_cast<const SlotUpdate*>(behindEntries);
  call.updates.data = reinterpret_cast<const int*>(call.updates.updates + call.updates.count);
  call.begin.startedAt = &block.stamps()->startedAt;
  call.end.tokensTo = block.tokens();
  call.end.faultsTo = block.faults(rows);
  call.end.endedAt = &block.stamps()->endedAt;

  const Stopwatch watch;
  std::memcpy(block.pinned.get(), payload.data(), payload.size());
  check(cudaMemcpyAsync(block.staged.get(), block.pinned.get(), payload.size(), cudaMemcpyHostToDevice, copies_.get()));
  block.copied.record(copies_.get());
  block.copied.hold(stream);
  beginStep(call.begin, stream);
  if (call.updates.count > 0) updateSlots(call.updates, stream);
  check(cudaGraphLaunch(call.graph, stream));
  if (call.wantedBytes > 0) {
    check(cudaMemcpyAsync(block.wanted(rows), call.wanted, call.wantedBytes, cudaMemcpyDeviceToHost, stream));
  }
  endStep(call.end, stream);
  block.ended.record(stream);
  underWay_.push_back({&block, std::move(call.answer), rows, call.wantedBytes, watch.seconds() * 1e6});
  next_ = (next_ + 1) % mostStepsUnderWay;
}

bool StepRing::oldestEnded() const { return underWay_.front().block->ended.reached(); }

EndedStep StepRing::takeOldest() {
  UnderWay step = std::move(underWay_.front());
  underWay_.pop_front();
  const Block& block = *step.block;
  block.ended.wait();
  const auto [startedAt, endedAt] = *block.stamps();
  EndedStep ended{std::move(step.answer), {}, {}, {}, step.hostUs, microseconds(startedAt, endedAt), {}};
  ended.tokens.assign(block.tokens(), block.tokens() + step.rows);
  ended.faults.assign(block.faults(step.rows), block.faults(step.rows) + step.rows);
  ended.wanted.assign(block.wanted(step.rows), step.wantedBytes);
  if (lastEndedAt_) ended.gapUs = microseconds(*lastEndedAt_, startedAt);
  lastEndedAt_ = endedAt;
  return ended;
}

}  // namespace nanoflow

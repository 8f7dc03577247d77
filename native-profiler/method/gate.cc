#include "gate.h"

#include <atomic>
#include <stdexcept>
#include <string>

#include "../../native-common/gpu/gpu.h"

namespace nanoflow {
namespace {

/** Of a job. Each costs 200 ms; a host that is only busy with something else for a while needs few. */
constexpr int kMostGivenUp = 8;

}  // namespace

Gate::Gate() {
  void* memory = nullptr;
  check(cudaHostAlloc(&memory, sizeof(HoldWords), cudaHostAllocPortable | cudaHostAllocMapped));
  words_ = static_cast<HoldWords*>(memory);
  *words_ = {};
}

Gate::~Gate() {
  release();
  cudaFreeHost(words_);
}

void Gate::hold(const std::vector<Lane>& lanes) {
  ++ticket_;
  for (const Lane& lane : lanes) {
    lane.gpu->activate();
    holdUntil(words_, ticket_, lane.stream());
  }
  lanes.front().gpu->activate();
}

void Gate::release() { std::atomic_ref<uint32_t>(words_->released).store(ticket_, std::memory_order_release); }

bool Gate::gaveUp() {
  if (std::atomic_ref<uint32_t>(words_->givenUp).load(std::memory_order_acquire) != ticket_) return false;
  if (++timesGivenUp_ <= kMostGivenUp) return true;
  throw std::runtime_error("the host took longer than 200 ms to enqueue a sample, " + std::to_string(timesGivenUp_) +
                           " times in one job");
}

}  // namespace nanoflow

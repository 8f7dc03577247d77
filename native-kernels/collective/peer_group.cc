#include "peer_group.h"

#include "peer_access.h"

namespace nanoflow {
namespace {

/** Ranks are launched together, but the host may stop for a while between them. */
constexpr uint64_t kPatienceNs = 4'000'000'000;

}  // namespace

PeerGroup::PeerGroup(const std::vector<int>& devices) : devices_(devices) {
  enablePeerAccess(devices);
  void* words = nullptr;
  check(cudaHostAlloc(&words, sizeof(uint32_t) * devices.size(), cudaHostAllocPortable | cudaHostAllocMapped));
  awaited_.reset(static_cast<uint32_t*>(words));
  for (int rank = 0; rank < ranks(); ++rank) awaited_.get()[rank] = 0;
  for (const int device : devices) {
    check(cudaSetDevice(device));
    constexpr size_t kBytes = sizeof(uint32_t) * kMostPeerCtas * kMostRanks;
    void* memory = nullptr;
    check(cudaMalloc(&memory, kBytes));
    memory_.emplace_back(static_cast<uint32_t*>(memory));
    check(cudaMemset(memory, 0, kBytes));
    check(cudaDeviceSynchronize());
  }
}

PeerFlags PeerGroup::flags(int rank) const {
  PeerFlags flags{};
  for (int i = 0; i < ranks(); ++i) flags.memory[i] = memory_[i].get();
  flags.awaited = awaited_.get() + rank;
  flags.patienceNs = kPatienceNs;
  flags.ranks = ranks();
  flags.rank = rank;
  return flags;
}

std::string PeerGroup::stall() const {
  std::string text;
  for (int rank = 0; rank < ranks(); ++rank) {
    const uint32_t awaited = *static_cast<volatile uint32_t*>(awaited_.get() + rank);
    if (awaited == 0) continue;
    text += (text.empty() ? "" : "; ") + ("rank " + std::to_string(rank)) + " waited for rank " +
            std::to_string(awaited - 1) + " in vain";
  }
  return text;
}

}  // namespace nanoflow

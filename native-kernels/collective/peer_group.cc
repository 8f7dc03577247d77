#include "peer_group.h"

#include "peer_access.h"

namespace nanoflow {

PeerGroup::PeerGroup(const std::vector<int>& devices) : devices_(devices) {
  enablePeerAccess(devices);
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
  flags.ranks = ranks();
  flags.rank = rank;
  return flags;
}

}  // namespace nanoflow

#pragma once

#include <cuda_runtime_api.h>

#include <cstdint>
#include <string>
#include <vector>

#include "../device/cuda_check.h"
#include "../device/cuda_handle.h"

namespace nanoflow {

inline constexpr int kMostRanks = 8;
inline constexpr int kMostPeerCtas = 128;

/** Where the CTAs of all ranks tell each other how far they are; see PeerBarrier. */
struct PeerFlags {
  uint32_t* memory[kMostRanks];  ///< one array a rank, in its own memory: [kMostPeerCtas, kMostRanks]
  uint32_t* awaited;             ///< in host memory: 1 + the rank that this one has waited for in vain; 0: none
  uint64_t patienceNs;           ///< how long a CTA waits for a peer
  int ranks;
  int rank;  ///< of the GPU that runs the kernel
};

/** GPUs whose kernels reach each other's memory, with flags to meet at. */
class PeerGroup {
 public:
  /** @throws UnsupportedError as enablePeerAccess does */
  explicit PeerGroup(const std::vector<int>& devices);

  int ranks() const { return static_cast<int>(devices_.size()); }
  PeerFlags flags(int rank) const;

  /**
   * Which ranks waited in vain for which, as a sentence; empty when none did. Tells also after the trap that ended them,
   * when nothing else can be read from their GPUs.
   */
  std::string stall() const;

  /**
   * Loads kernels on all devices now. Lazily, at its first launch, loading may wait for kernels that run, and one of those
   * may be waiting for the one to load.
   */
  template <typename... Kernels>
  void load(Kernels*... kernels) const {
    for (const int device : devices_) {
      check(cudaSetDevice(device));
      cudaFuncAttributes attributes{};
      (check(cudaFuncGetAttributes(&attributes, reinterpret_cast<const void*>(kernels))), ...);
    }
  }

  const std::vector<int>& devices() const { return devices_; }

 private:
  std::vector<int> devices_;
  std::vector<Owned<uint32_t*, cudaFree>> memory_;
  Owned<uint32_t*, cudaFreeHost> awaited_;  ///< one word a rank
};

}  // namespace nanoflow

#include "peer_access.h"

#include "../device/cuda_check.h"

namespace nanoflow {
namespace {

void enable(int from, int to) {
  int possible = 0;
  check(cudaDeviceCanAccessPeer(&possible, from, to));
  if (possible == 0) {
    throw UnsupportedError("GPU " + std::to_string(from) + " has no access to the memory of GPU " + std::to_string(to));
  }
  check(cudaSetDevice(from));
  const cudaError_t enabled = cudaDeviceEnablePeerAccess(to, 0);
  if (enabled != cudaErrorPeerAccessAlreadyEnabled) return check(enabled);
  cudaGetLastError();
}

}  // namespace

void enablePeerAccess(const std::vector<int>& devices) {
  if (devices.size() != 2 && devices.size() != 4 && devices.size() != 8) {
    throw UnsupportedError("collectives over peer memory need 2, 4 or 8 GPUs");
  }
  for (const int device : devices) {
    for (const int peer : devices) {
      if (peer != device) enable(device, peer);
    }
  }
}

}  // namespace nanoflow

#include "device.h"

#include <algorithm>

#include "../../native-common/gpu/random_fill.h"

namespace nanoflow {

Device::Device(int ordinal, uint64_t seed) : gpu(ordinal) {
  size_t free = 0, total = 0;
  check(cudaMemGetInfo(&free, &total));
  constexpr double kMostBytes = 36.0 * (1ull << 30), kMostOfFree = 0.85;
  const double bytes = std::min(kMostBytes, static_cast<double>(free) * kMostOfFree);
  inputs = std::make_unique<Arena>("random input memory", static_cast<size_t>(bytes * 2 / 3));
  scratch = std::make_unique<Arena>("scratch memory", static_cast<size_t>(bytes / 3));
  workspaces_ = std::make_unique<Arena>("workspace memory", 2 * gemmWorkspaceBytes);
  const cudaStream_t stream = gpu.stream();
  fillRandom(reinterpret_cast<__nv_bfloat16*>(inputs->base()), inputs->bytes() / 2, {}, seed << 40, stream);
  check(cudaMemsetAsync(scratch->base(), 0, scratch->bytes(), stream));
  check(cudaStreamSynchronize(stream));
}

void Device::resetArenas(bool fresh, std::mt19937_64& random) {
  inputs->reset(fresh ? random() % (inputs->bytes() / 2) : 0);
  scratch->reset();
}

}  // namespace nanoflow

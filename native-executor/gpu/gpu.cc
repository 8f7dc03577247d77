#include "gpu.h"

#include "../../native-common/gpu/devices.h"

namespace nanoflow {

Gpu::Gpu(int ordinal)
    : ordinal(ordinal),
      properties(activatedProperties(ordinal)),
      uuid(uuidText(properties)),
      monitor(uuid),
      stream(makeStream(false)) {}

const SmSplit& Gpu::split(int groupSms) {
  std::unique_ptr<SmSplit>& cached = splits_[groupSms];
  if (!cached) {
    activate();
    cached = std::make_unique<SmSplit>(ordinal, groupSms);
  }
  return *cached;
}

Gpu& gpuAt(int index, const Gpus& gpus) {
  if (index < 0 || index >= static_cast<int>(gpus.size())) {
    throw std::invalid_argument("there is no device " + std::to_string(index) + ", only " +
                                std::to_string(gpus.size()));
  }
  return *gpus[index];
}

Stream makeStream(bool urgent) {
  int least = 0, greatest = 0;
  check(cudaDeviceGetStreamPriorityRange(&least, &greatest));
  cudaStream_t made = nullptr;
  check(cudaStreamCreateWithPriority(&made, cudaStreamNonBlocking, urgent ? greatest : least));
  return Stream(made);
}

}  // namespace nanoflow

#include "gpu.h"

#include <cstdio>

namespace nanoflow {
namespace {

cudaDeviceProp propertiesOf(int ordinal) {
  check(cudaSetDevice(ordinal));
  cudaDeviceProp properties{};
  check(cudaGetDeviceProperties(&properties, ordinal));
  return properties;
}

std::string uuidOf(const cudaDeviceProp& properties) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(properties.uuid.bytes);
  char text[64];
  std::snprintf(text, sizeof text, "GPU-%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", bytes[0],
                bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7], bytes[8], bytes[9], bytes[10],
                bytes[11], bytes[12], bytes[13], bytes[14], bytes[15]);
  return text;
}

}  // namespace

Gpu::Gpu(int ordinal)
    : ordinal(ordinal),
      properties(propertiesOf(ordinal)),
      uuid(uuidOf(properties)),
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

Stream makeStream(bool urgent) {
  int least = 0, greatest = 0;
  check(cudaDeviceGetStreamPriorityRange(&least, &greatest));
  cudaStream_t made = nullptr;
  check(cudaStreamCreateWithPriority(&made, cudaStreamNonBlocking, urgent ? greatest : least));
  return Stream(made);
}

}  // namespace nanoflow

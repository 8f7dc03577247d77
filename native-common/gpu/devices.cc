#include "devices.h"

#include <cstdio>

#include "../../native-kernels/device/cuda_check.h"
#include "../wire/host_program.h"

namespace nanoflow {

void requireDevices(const std::vector<int>& ordinals) {
  int driver = 0, count = 0;
  check(cudaDriverGetVersion(&driver));
  if (driver == 0) throw FatalError{"NO_GPU", "no NVIDIA driver is loaded"};
  check(cudaGetDeviceCount(&count));
  for (const int ordinal : ordinals) {
    if (ordinal < 0 || ordinal >= count) {
      throw FatalError{"NO_GPU", "there is no GPU " + std::to_string(ordinal) + ", only " + std::to_string(count)};
    }
    const cudaDeviceProp properties = propertiesOf(ordinal);
    if (properties.major < 8) {
      throw FatalError{"UNSUPPORTED_COMPUTE_CAPABILITY", std::string(properties.name) + " has compute capability " +
                                                             std::to_string(properties.major) + "." +
                                                             std::to_string(properties.minor) + ", 8.0 is needed"};
    }
  }
}

cudaDeviceProp propertiesOf(int ordinal) {
  cudaDeviceProp properties{};
  check(cudaGetDeviceProperties(&properties, ordinal));
  return properties;
}

cudaDeviceProp activatedProperties(int ordinal) {
  check(cudaSetDevice(ordinal));
  return propertiesOf(ordinal);
}

void requireUsable(int ordinal) {
  cudaGetLastError();
  cudaError_t stays = cudaSetDevice(ordinal);
  if (stays == cudaSuccess) {
    cudaDeviceSynchronize();  // may tell of what ran last
    stays = cudaDeviceSynchronize();
  }
  if (stays == cudaSuccess) return;
  throw DeviceError(stays, std::string(cudaGetErrorName(stays)) + " stays with GPU " + std::to_string(ordinal) + ": " +
                               cudaGetErrorString(stays));
}

std::string uuidText(const cudaDeviceProp& properties) {
  std::string text = "GPU";
  for (int i = 0; i < 16; ++i) {
    if (i == 0 || i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    char byte[3];
    std::snprintf(byte, sizeof byte, "%02x", static_cast<unsigned char>(properties.uuid.bytes[i]));
    text += byte;
  }
  return text;
}

}  // namespace nanoflow

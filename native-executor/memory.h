#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "../native-kernels/cuda_check.h"

namespace nanoflow {

/** Integer of up to 64 bits in decimal. @throws std::invalid_argument naming `what` */
int64_t parseInteger(const std::string& text, const std::string& what);

/** Device memory of one GPU in named regions. Who drives the executor has planned them all beforehand. */
class DeviceMemory {
 public:
  DeviceMemory() = default;
  ~DeviceMemory();
  DeviceMemory(const DeviceMemory&) = delete;
  DeviceMemory& operator=(const DeviceMemory&) = delete;

  /** Takes memory on the current device, zeroed. @throws CudaError when there is not enough */
  void allocate(const std::string& region, size_t bytes);

  /**
   * Memory at `region+offset`.
   *
   * @param bytes that must lie in the region from there on
   * @throws std::invalid_argument on an unknown region, or when they do not
   */
  char* at(const std::string& address, size_t bytes) const;

 private:
  struct Region {
    char* base = nullptr;
    size_t bytes = 0;
  };
  std::map<std::string, Region> regions_;
};

}  // namespace nanoflow

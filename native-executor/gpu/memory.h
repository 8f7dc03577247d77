#pragma once

#include <cuda_runtime_api.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>

#include "../../native-kernels/device/cuda_handle.h"

namespace nanoflow {

/** Device memory of one GPU in named regions. Who drives the executor has planned them all beforehand. */
class DeviceMemory {
 public:
  /**
   * Takes memory on the current device, zeroed.
   *
   * @throws std::invalid_argument when the region is there already, RefusedError when there is not enough
   */
  void allocate(const std::string& region, size_t bytes);

  /** Gives a region back. @throws std::invalid_argument when there is none of this name */
  void release(const std::string& region);

  /**
   * Memory at `region+offset`.
   *
   * @param bytes that must lie in the region from there on
   * @throws std::invalid_argument on an unknown region, or when they do not
   */
  char* at(const std::string& address, size_t bytes) const;

  /** The same for `count` elements. @throws std::invalid_argument also when they would not be aligned */
  template <typename Element>
  Element* array(const std::string& address, size_t count) const {
    char* const memory = at(address, count * sizeof(Element));
    if (reinterpret_cast<uintptr_t>(memory) % alignof(Element) != 0) {
      throw std::invalid_argument(address + " is no multiple of " + std::to_string(alignof(Element)));
    }
    return reinterpret_cast<Element*>(memory);
  }

 private:
  struct Region {
    Owned<char*, cudaFree> base;
    size_t bytes = 0;
  };
  std::map<std::string, Region> regions_;
};

}  // namespace nanoflow

#include "memory.h"

#include "../../native-common/wire/number.h"
#include "../../native-kernels/device/cuda_check.h"

namespace nanoflow {
namespace {

RefusedError outOfMemory(const std::string& region, size_t bytes) {
  cudaGetLastError();  // told here: the next launch must not tell it again
  size_t free = 0, total = 0;
  check(cudaMemGetInfo(&free, &total));
  return {cudaErrorMemoryAllocation, "region '" + region + "' takes " + std::to_string(bytes) + " bytes, and " +
                                         std::to_string(free) + " of " + std::to_string(total) + " are free"};
}

}  // namespace

void DeviceMemory::allocate(const std::string& region, size_t bytes) {
  if (regions_.contains(region)) throw std::invalid_argument("region '" + region + "' is there already");
  void* memory = nullptr;
  const cudaError_t taken = cudaMalloc(&memory, bytes);
  if (taken == cudaErrorMemoryAllocation) throw outOfMemory(region, bytes);
  check(taken);
  Owned<char*, cudaFree> base(static_cast<char*>(memory));
  check(cudaMemset(memory, 0, bytes));
  check(cudaDeviceSynchronize());
  regions_.emplace(region, Region{std::move(base), bytes});
}

void DeviceMemory::release(const std::string& region) {
  if (regions_.erase(region) == 0) throw std::invalid_argument("there is no region '" + region + "'");
}

char* DeviceMemory::at(const std::string& address, size_t bytes) const {
  const size_t plus = address.find('+');
  const auto found = regions_.find(address.substr(0, plus));
  if (plus == std::string::npos || found == regions_.end()) {
    throw std::invalid_argument("'" + address + "' is no address, region+offset");
  }
  const auto offset = parseNumber<size_t>(address.substr(plus + 1), address);
  const Region& region = found->second;
  if (offset > region.bytes || bytes > region.bytes - offset) {
    throw std::invalid_argument(std::to_string(bytes) + " bytes at " + address + " do not fit the region of " +
                                std::to_string(region.bytes));
  }
  return region.base.get() + offset;
}

}  // namespace nanoflow

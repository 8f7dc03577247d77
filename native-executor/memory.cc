#include "memory.h"

#include <charconv>

namespace nanoflow {

int64_t parseInteger(const std::string& text, const std::string& what) {
  int64_t value = 0;
  const char* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, value);
  if (text.empty() || parsed.ec != std::errc() || parsed.ptr != end) {
    throw std::invalid_argument("'" + what + "': '" + text + "' is no integer");
  }
  return value;
}

DeviceMemory::~DeviceMemory() {
  for (const auto& [name, region] : regions_) cudaFree(region.base);
}

void DeviceMemory::allocate(const std::string& region, size_t bytes) {
  if (regions_.contains(region)) throw std::invalid_argument("region '" + region + "' is there already");
  void* memory = nullptr;
  check(cudaMalloc(&memory, bytes));
  regions_[region] = {static_cast<char*>(memory), bytes};
  check(cudaMemset(memory, 0, bytes));
  check(cudaDeviceSynchronize());
}

char* DeviceMemory::at(const std::string& address, size_t bytes) const {
  const size_t plus = address.find('+');
  const auto found = regions_.find(address.substr(0, plus));
  if (plus == std::string::npos || found == regions_.end()) {
    throw std::invalid_argument("'" + address + "' is no address, region+offset");
  }
  const int64_t offset = parseInteger(address.substr(plus + 1), address);
  const Region& region = found->second;
  if (offset < 0 || static_cast<size_t>(offset) > region.bytes || bytes > region.bytes - offset) {
    throw std::invalid_argument(std::to_string(bytes) + " bytes at " + address + " do not fit the region of " +
                                std::to_string(region.bytes));
  }
  return region.base + offset;
}

}  // namespace nanoflow

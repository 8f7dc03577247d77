#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace nanoflow {

/** A program that has a compute context on a GPU. */
struct GpuProcess {
  unsigned pid = 0;
  std::string name;
};

/** Names of the bits of an NVML clock event (throttle) mask. */
std::vector<std::string> throttleNames(uint64_t mask);

/** What NVML knows of one GPU. Every reading is empty where NVML or the function is missing. */
class GpuMonitor {
 public:
  /** @param uuid "GPU-..." */
  explicit GpuMonitor(const std::string& uuid);

  std::optional<double> smClockMhz() const;
  std::optional<double> maxSmClockMhz() const;
  std::optional<double> powerW() const;
  std::optional<double> powerLimitW() const;
  std::optional<double> temperatureC() const;  ///< of the chip
  std::optional<uint64_t> energyMj() const;  ///< since the driver was loaded; the card updates it every few 10 ms
  std::optional<uint64_t> throttleReasons() const;
  std::optional<std::vector<GpuProcess>> computeProcesses() const;
  static std::optional<std::string> driverVersion();

 private:
  void* device_ = nullptr;
};

}  // namespace nanoflow

#pragma once

#include <chrono>
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
  friend class FaultWatch;
  void* device_ = nullptr;
};

/** A critical error that the driver reported of a GPU. */
struct GpuFault {
  size_t gpu = 0;  ///< position among those that are watched
  unsigned long long xid = 0;
};

/**
 * Critical errors of GPUs from now on. When a kernel fails, CUDA reports the failure on every GPU of the process, first
 * on any of them; the driver's event alone tells which GPU it was.
 */
class FaultWatch {
 public:
  explicit FaultWatch(const std::vector<const GpuMonitor*>& gpus);
  ~FaultWatch();
  FaultWatch(const FaultWatch&) = delete;
  FaultWatch& operator=(const FaultWatch&) = delete;

  /** The newest one so far, or within `patience`; empty where there is none, or NVML does not tell. */
  std::optional<GpuFault> newest(std::chrono::milliseconds patience) const;

 private:
  void* events_ = nullptr;
  std::vector<void*> devices_;
};

}  // namespace nanoflow

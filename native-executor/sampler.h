#pragma once

#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

#include "../native-common/nvml.h"

namespace nanoflow {

/** What the card did while something ran. */
struct CardReadings {
  double clockMhz = 0;  ///< mean of the SM clock readings
  double powerW = 0;
  uint64_t throttleMask = 0;  ///< NVML clock event reasons, all readings together
};

/**
 * Reads a card every few milliseconds on its own thread. The energy counter moves in steps tens of milliseconds apart:
 * power is taken between the first and the last step seen, where both ends are exact.
 */
class Sampler {
 public:
  explicit Sampler(const GpuMonitor& monitor);
  ~Sampler();
  Sampler(const Sampler&) = delete;
  Sampler& operator=(const Sampler&) = delete;

  CardReadings stop();

 private:
  struct Step {
    std::chrono::steady_clock::time_point at;
    uint64_t energyMj = 0;
  };
  void run();

  const GpuMonitor& monitor_;
  std::atomic<bool> stopping_ = false;
  std::vector<double> clocks_, powers_;
  std::vector<Step> steps_;
  uint64_t throttleMask_ = 0;
  std::thread thread_;
};

}  // namespace nanoflow

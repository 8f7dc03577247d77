#pragma once

#include <atomic>
#include <thread>
#include <vector>

#include "nvml.h"

namespace nanoflow {

/** What the card did while something ran. */
struct CardReadings {
  double clockMhz = 0;        ///< mean of the SM clock readings
  double powerW = 0;          ///< by the energy counter; the mean of power readings where that moved too seldom
  uint64_t throttleMask = 0;  ///< NVML clock event reasons, all readings together
  double temperatureC = 0;    ///< mean of the readings
};

/**
 * Reads clock, throttle reasons and energy of a card every few milliseconds on its own thread. The energy counter moves
 * in steps at even distances, 100 ms on an H200, but is seen to move up to 15 ms late: power is taken between the first
 * and the last step, their distance from the line through the times of all.
 */
class Sampler {
 public:
  explicit Sampler(const GpuMonitor& monitor);
  ~Sampler();
  Sampler(const Sampler&) = delete;
  Sampler& operator=(const Sampler&) = delete;

  /** Ends the readings. @returns what they come to, not a number where the card tells nothing */
  CardReadings stop();

 private:
  struct Step {
    double atSeconds = 0;
    uint64_t energyMj = 0;
  };
  void run();
  double stepSeconds() const;
  double powerW() const;

  const GpuMonitor& monitor_;
  std::atomic<bool> stopping_ = false;
  std::vector<double> clocks_, powers_, temperatures_;
  std::vector<Step> steps_;
  uint64_t throttleMask_ = 0;
  std::thread thread_;
};

}  // namespace nanoflow

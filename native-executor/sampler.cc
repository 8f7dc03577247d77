#include "sampler.h"

#include <cmath>
#include <numeric>

namespace nanoflow {
namespace {

double mean(const std::vector<double>& values) {
  return values.empty() ? std::nan("") : std::accumulate(values.begin(), values.end(), 0.0) / values.size();
}

}  // namespace

Sampler::Sampler(const GpuMonitor& monitor) : monitor_(monitor), thread_([this] { run(); }) {}

Sampler::~Sampler() { stop(); }

CardReadings Sampler::stop() {
  stopping_ = true;
  if (thread_.joinable()) thread_.join();
  CardReadings readings{mean(clocks_), mean(powers_), throttleMask_};
  if (steps_.size() >= 2) {
    const std::chrono::duration<double> elapsed = steps_.back().at - steps_.front().at;
    readings.powerW = (steps_.back().energyMj - steps_.front().energyMj) * 1e-3 / elapsed.count();
  }
  return readings;
}

void Sampler::run() {
  uint64_t last = monitor_.energyMj().value_or(0);
  for (int turn = 0; !stopping_; ++turn) {
    const uint64_t energy = monitor_.energyMj().value_or(0);
    if (energy != last) {
      steps_.push_back({std::chrono::steady_clock::now(), energy});
      last = energy;
    }
    if (turn % 4 == 0) {
      if (const auto clock = monitor_.smClockMhz()) clocks_.push_back(*clock);
      if (const auto power = monitor_.powerW()) powers_.push_back(*power);
      throttleMask_ |= monitor_.throttleReasons().value_or(0);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(3));
  }
}

}  // namespace nanoflow

#include "sampler.h"

#include <chrono>
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
  return {mean(clocks_), powerW(), throttleMask_, mean(temperatures_)};
}

void Sampler::run() {
  using Clock = std::chrono::steady_clock;
  const auto start = Clock::now();
  uint64_t last = monitor_.energyMj().value_or(0);
  for (int turn = 0; !stopping_; ++turn) {
    const uint64_t energy = monitor_.energyMj().value_or(0);
    if (energy != last) {
      steps_.push_back({std::chrono::duration<double>(Clock::now() - start).count(), energy});
      last = energy;
    }
    if (turn % 4 == 0) {
      if (const auto clock = monitor_.smClockMhz()) clocks_.push_back(*clock);
      if (const auto power = monitor_.powerW()) powers_.push_back(*power);
      if (const auto temperature = monitor_.temperatureC()) temperatures_.push_back(*temperature);
      throttleMask_ |= monitor_.throttleReasons().value_or(0);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(3));
  }
}

/** Slope of the least-squares line of the steps' times over their numbers. */
double Sampler::stepSeconds() const {
  const double middle = (steps_.size() - 1) / 2.0;
  double covariance = 0, variance = 0;
  for (size_t i = 0; i < steps_.size(); ++i) {
    covariance += (i - middle) * steps_[i].atSeconds;
    variance += (i - middle) * (i - middle);
  }
  return covariance / variance;
}

double Sampler::powerW() const {
  constexpr size_t kLeastSteps = 3;
  if (steps_.size() < kLeastSteps) return mean(powers_);
  return (steps_.back().energyMj - steps_.front().energyMj) * 1e-3 / (stepSeconds() * (steps_.size() - 1));
}

}  // namespace nanoflow

#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace nanoflow {

/** Median and robust spread of timings. */
struct Summary {
  double median = std::numeric_limits<double>::quiet_NaN();
  double spread = std::numeric_limits<double>::quiet_NaN();  ///< interquartile range / median
  int samples = 0;

  /** Relative standard error of the median, taking IQR / 1.349 as the standard deviation. */
  double medianError() const { return 1.2533 * spread / 1.349 / std::sqrt(static_cast<double>(samples)); }
};

inline double quantile(const std::vector<double>& sorted, double fraction) {
  const double at = fraction * (sorted.size() - 1);
  const size_t low = static_cast<size_t>(at);
  const size_t high = std::min(low + 1, sorted.size() - 1);
  return sorted[low] + (sorted[high] - sorted[low]) * (at - low);
}

inline Summary summarise(std::vector<double> values) {
  if (values.empty()) return {};
  std::sort(values.begin(), values.end());
  const double median = quantile(values, 0.5);
  return {median, (quantile(values, 0.75) - quantile(values, 0.25)) / median, static_cast<int>(values.size())};
}

}  // namespace nanoflow

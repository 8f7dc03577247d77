#include "quantised_rows.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "../../native-kernels/rows/quantise_rows.h"

namespace nanoflow {
namespace {

constexpr uint8_t kNan = 0x7f;  // and with the sign

/** All numbers of e4m3 from zero on, in order: the even ones have even mantissas. */
const std::array<double, kNan>& magnitudes() {
  static const auto table = [] {
    std::array<double, kNan> values{};
    for (int bits = 0; bits < kNan; ++bits) {
      const int exponent = bits >> 3, mantissa = bits & 7;
      values[bits] = exponent == 0 ? std::ldexp(mantissa, -9) : std::ldexp(8 + mantissa, exponent - 10);
    }
    return values;
  }();
  return table;
}

}  // namespace

double fromFp8(uint8_t bits) {
  if ((bits & kNan) == kNan) return NAN;
  const double magnitude = magnitudes()[bits & kNan];
  return bits & 0x80 ? -magnitude : magnitude;
}

double nearestFp8(double value) {
  if (std::isnan(value)) return value;
  const auto& table = magnitudes();
  const double magnitude = std::min(std::abs(value), table.back());
  const size_t above = std::lower_bound(table.begin(), table.end(), magnitude) - table.begin();
  const size_t below = above == 0 ? 0 : above - 1;
  const double up = table[above] - magnitude, down = magnitude - table[below];
  const size_t nearest = up < down || (up == down && above % 2 == 0) ? above : below;
  return std::copysign(table[nearest], value);
}

QuantisedRows outputRows(const Site& site, size_t rows, size_t width) {
  return {site.device.scratch->take<__nv_fp8_e4m3>(rows * width), site.device.scratch->take<float>(rows)};
}

QuantisedRows randomRows(const Site& site, int rows, int width) {
  const size_t count = static_cast<size_t>(rows) * width;
  const QuantisedRows quantised = outputRows(site, rows, width);
  const QuantiseRows call{site.input(count), quantised.values, quantised.scales, rows, width};
  quantiseRows(call, site.lane.placement);
  return quantised;
}

HostRows HostRows::of(const QuantisedRows& rows, size_t count, size_t width) {
  return {download(reinterpret_cast<const uint8_t*>(rows.values), count * width), download(rows.scales, count), width};
}

double HostRows::at(size_t row, size_t column) const { return fromFp8(values[row * width + column]) * scales[row]; }

void HostRows::compareRow(size_t row, const std::vector<double>& expected, ErrorNorm& error) const {
  double amax = 0;
  for (const double value : expected) amax = std::fmax(amax, std::abs(value));
  const double scale = std::max(amax, 0x1p-100) / 448;
  error.add(448.0 * scales[row], 448 * scale);
  for (size_t i = 0; i < width; ++i) error.add(at(row, i), nearestFp8(expected[i] / scale) * scale);
}

void HostRows::requireNanIn(const std::vector<int>& changed, size_t column, const HostRows& clean,
                            ErrorNorm& error) const {
  bool held = true;
  for (size_t r = 0; r < scales.size(); ++r) {
    if (std::find(changed.begin(), changed.end(), static_cast<int>(r)) != changed.end()) {
      held = held && std::isnan(at(r, column));
      continue;
    }
    const auto first = values.begin() + r * width;
    held = held && scales[r] == clean.scales[r] &&
           std::equal(first, first + width, clean.values.begin() + r * width);
  }
  if (!held) error.add(NAN, 0);
}

}  // namespace nanoflow

#include "scaled_product_check.h"

#include "product_check.h"
#include "quantised_rows.h"

namespace nanoflow {
namespace {

/** What rows of an operand stand for. */
std::vector<float> floatsOf(const __nv_fp8_e4m3* values, const float* scales, size_t rows, size_t width) {
  const QuantisedRows stored{const_cast<__nv_fp8_e4m3*>(values), const_cast<float*>(scales)};
  const HostRows host = HostRows::of(stored, rows, width);
  std::vector<float> floats;
  floats.reserve(rows * width);
  for (size_t row = 0; row < rows; ++row) {
    for (size_t i = 0; i < width; ++i) floats.push_back(static_cast<float>(host.at(row, i)));
  }
  return floats;
}

}  // namespace

void compareScaledProduct(const GemmShape& shape, const ScaledProduct& p, std::mt19937_64& random, ErrorNorm& error) {
  const auto weightRow = [&](size_t column) {
    return floatsOf(p.weight + column * shape.k, p.weightScales + column, 1, shape.k);
  };
  const size_t outputs = static_cast<size_t>(shape.m) * shape.n;
  compareProduct(shape, {floatsOf(p.input, p.inputScales, shape.m, shape.k), downloadFloats(p.output, outputs), weightRow},
                 random, error);
}

}  // namespace nanoflow

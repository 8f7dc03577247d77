#pragma once

#include <cuda_fp8.h>

#include <cstdint>
#include <vector>

#include "../method/site.h"
#include "operation.h"

namespace nanoflow {

/** FP8 rows with a scale each (fp8.cuh), on the device. */
struct QuantisedRows {
  __nv_fp8_e4m3* values = nullptr;
  float* scales = nullptr;
};

/** Memory for rows that a kernel writes. */
QuantisedRows outputRows(const Site& site, size_t rows, size_t width);

/** Rows of random values, about normal. */
QuantisedRows randomRows(const Site& site, int rows, int width);

/** Host copy of FP8 rows. What it computes is written apart from the kernels, to check them. */
struct HostRows {
  std::vector<uint8_t> values;
  std::vector<float> scales;
  size_t width = 0;

  static HostRows of(const QuantisedRows& rows, size_t count, size_t width);

  /** What is stored times its scale. */
  double at(size_t row, size_t column) const;

  /** Compares a row with `expected`, whose scale and rounded values follow by definition. */
  void compareRow(size_t row, const std::vector<double>& expected, ErrorNorm& error) const;

  /** Fails the check unless all rows but `changed` are as in `clean`, and column `column` of those is not a number. */
  void requireNanIn(const std::vector<int>& changed, size_t column, const HostRows& clean, ErrorNorm& error) const;
};

/** What e4m3 bits stand for. */
double fromFp8(uint8_t bits);

/** The nearest number of e4m3, of two that are as near the one with an even mantissa; beyond 448 it is 448. */
double nearestFp8(double value);

}  // namespace nanoflow

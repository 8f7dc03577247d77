#include "product_check.h"

#include <cmath>

namespace nanoflow {

void compareProduct(const GemmShape& shape, const Matrices& matrices, std::mt19937_64& random, ErrorNorm& error) {
  const auto input = downloadFloats(matrices.input, static_cast<size_t>(shape.m) * shape.k);
  const auto weight = downloadFloats(matrices.weight, static_cast<size_t>(shape.n) * shape.k);
  const auto output = downloadFloats(matrices.output, static_cast<size_t>(shape.m) * shape.n);
  const size_t elements = output.size();
  constexpr size_t kMost = 4096;
  const size_t compared = std::min(elements, kMost);
  for (size_t i = 0; i < compared; ++i) {
    const size_t at = elements <= kMost ? i : random() % elements;
    const float* a = input.data() + at / shape.n * shape.k;
    const float* b = weight.data() + at % shape.n * shape.k;
    double sum = 0;
    for (int k = 0; k < shape.k; ++k) sum += static_cast<double>(a[k]) * b[k];
    error.add(output[at], sum);
  }
  for (const float value : output) {
    if (!std::isfinite(value)) error.add(value, 0);
  }
}

}  // namespace nanoflow

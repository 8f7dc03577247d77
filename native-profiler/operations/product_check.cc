#include "product_check.h"

#include <cmath>

namespace nanoflow {
namespace {

int runs(const GemmShape& shape) { return shape.addsToOutput ? 2 : 1; }

}  // namespace

void runForCheck(Operation& operation, const GemmShape& shape, __nv_bfloat16* output) {
  const size_t outputs = static_cast<size_t>(shape.m) * shape.n;
  poison(output, outputs);
  if (shape.addsToOutput) check(cudaMemset(output, 0, outputs * sizeof(*output)));
  check(cudaDeviceSynchronize());
  for (int i = 0; i < runs(shape); ++i) operation.launch(0);
  check(cudaStreamSynchronize(operation.lanes.front().stream()));
}

void compareProduct(const GemmShape& shape, const HostProduct& product, std::mt19937_64& random, ErrorNorm& error) {
  const std::vector<float>&input = product.input, &output = product.output;
  constexpr int kColumns = 512, kRowsPerColumn = 8;
  const bool all = output.size() <= static_cast<size_t>(kColumns) * kRowsPerColumn;
  for (int i = 0; i < (all ? shape.n : kColumns); ++i) {
    const size_t column = all ? i : random() % shape.n;
    const std::vector<float> weight = product.weightRow(column);
    for (int j = 0; j < (all ? shape.m : kRowsPerColumn); ++j) {
      const size_t row = all ? j : random() % shape.m;
      double sum = 0;
      for (int k = 0; k < shape.k; ++k) sum += static_cast<double>(input[row * shape.k + k]) * weight[k];
      error.add(output[row * shape.n + column], runs(shape) * sum);
    }
  }
  for (const float value : output) {
    if (!std::isfinite(value)) error.add(value, 0);
  }
}

void compareProduct(const GemmShape& shape, const Matrices& matrices, std::mt19937_64& random, ErrorNorm& error) {
  const size_t inputs = static_cast<size_t>(shape.m) * shape.k, outputs = static_cast<size_t>(shape.m) * shape.n;
  const auto weightRow = [&](size_t column) { return downloadFloats(matrices.weight + column * shape.k, shape.k); };
  compareProduct(shape, {downloadFloats(matrices.input, inputs), downloadFloats(matrices.output, outputs), weightRow},
                 random, error);
}

}  // namespace nanoflow

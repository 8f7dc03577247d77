#pragma once

#include <functional>
#include <vector>

#include "../../native-kernels/product/gemm.h"
#include "../method/site.h"
#include "operation.h"

namespace nanoflow {

/** Operands and result of output = input weight^T. */
struct Matrices {
  const __nv_bfloat16* input;
  const __nv_bfloat16* weight;
  __nv_bfloat16* output;
};

/** The same on the host. */
struct HostProduct {
  std::vector<float> input, output;                       ///< [m, k], [m, n]
  std::function<std::vector<float>(size_t)> weightRow;  ///< the k weights of an output column
};

/** Runs buffer set 0 to its end: once on an output of NaN, a product that adds to its output twice on zeros. */
void runForCheck(Operation& operation, const GemmShape& shape, __nv_bfloat16* output);

/**
 * Compares elements of a product, run as above, with sums in double precision: all of them when there are few, else 8 random rows in
 * each of 512 random columns, so that few weights are read back. Every element must be finite.
 */
void compareProduct(const GemmShape& shape, const HostProduct& product, std::mt19937_64& random, ErrorNorm& error);
void compareProduct(const GemmShape& shape, const Matrices& matrices, std::mt19937_64& random, ErrorNorm& error);

}  // namespace nanoflow

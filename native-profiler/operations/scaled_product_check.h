#pragma once

#include <random>

#include "../../native-kernels/product/gemm.h"
#include "operation.h"

namespace nanoflow {

/** Compares elements of an FP8 product as compareProduct does (product_check.h). */
void compareScaledProduct(const GemmShape& shape, const ScaledProduct& product, std::mt19937_64& random,
                          ErrorNorm& error);

}  // namespace nanoflow

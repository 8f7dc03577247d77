#pragma once

#include <memory>

#include "../../native-common/wire/spec.h"
#include "../../native-kernels/product/gemm.h"
#include "../method/site.h"
#include "operation.h"

namespace nanoflow {

/** `operands`, `scaling` and, in FP8, `accumulation`. */
GemmFormat readGemmFormat(Spec& spec);

/** @throws std::invalid_argument on a format that our own FP8 products do not have */
void requireFastSums(const GemmFormat& format);

/** `m n k` of a product, and its format. */
GemmShape readGemmShape(Spec& spec);

/** Whether `epilogue=residual-add` asks for a product that adds to its output. */
bool addsResidual(Spec& spec);

/** An FP8 product by cuBLASLt. */
std::unique_ptr<Operation> makeScaledGemm(Spec& spec, const Site& site, const GemmShape& shape);

}  // namespace nanoflow

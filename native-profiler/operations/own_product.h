#pragma once

#include <memory>
#include <string>
#include <vector>

#include "../method/site.h"
#include "operation.h"

namespace nanoflow {

/** Whether `implementation` names our own matrix product: `own.`, then the rows of its tiles and their columns (256 unless said). */
bool isOwnProduct(const std::string& implementation);

/** Names that the GPU can run. */
std::vector<std::string> ownProducts(const Gpu& gpu);

/**
 * Our own product for any number of experts in one launch; a plain GEMM has one.
 *
 * @param offsets first row of each expert, and the end; the kernel reads them on the device
 */
std::unique_ptr<Operation> makeOwnProduct(const std::string& implementation, const Site& site, int width, int depth,
                                          std::vector<int> offsets);

/** The same in FP8, whose sums are fast ones. */
std::unique_ptr<Operation> makeScaledOwnProduct(const std::string& implementation, const Site& site, int width,
                                                int depth, std::vector<int> offsets);

}  // namespace nanoflow

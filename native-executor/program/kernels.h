#pragma once

#include "../../native-common/wire/spec.h"
#include "program.h"

namespace nanoflow {

/**
 * Binds one call of a kernel to its words: `@field=region+offset` for the pointers of its parameters (native-kernels),
 * in memory of the queue's GPU; `tokens`, its shape as profiles have it, and `implementation`.
 *
 * @param kernel name as in Programs (`gemm`, `rms_norm`, ...), or `decode_plan`, once a step before decode attention
 * @throws std::invalid_argument on an unknown kernel or implementation, a missing word, or memory outside of its region
 */
Launch bindKernel(const std::string& kernel, Spec& words, const Queue& queue);

}  // namespace nanoflow

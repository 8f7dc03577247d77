#pragma once

#include "../native-profiler/spec.h"
#include "program.h"

namespace nanoflow {

/**
 * Binds one call of a kernel. Pointers are addresses `region+offset` of the queue's GPU; every other word is a size.
 *
 * @param kernel name as in Programs (`gemm`, `rms_norm`, ...), or of what prepares a step (`zero`, `decode_plan`)
 * @throws std::invalid_argument on an unknown kernel or implementation, a missing word, or memory outside of its region
 */
Launch bindKernel(const std::string& kernel, Spec& words, const Queue& queue);

}  // namespace nanoflow

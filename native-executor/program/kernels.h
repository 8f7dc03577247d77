#pragma once

#include "../../native-common/wire/spec.h"
#include "../../native-common/gpu/instruction.h"
#include "../gpu/memory.h"

namespace nanoflow {

/**
 * Binds one call of a kernel to its words: `@field=region+offset` for the pointers of its parameters (native-kernels),
 * in `memory`, the lane's rank's; `tokens`, its shape as profiles have it, and `implementation`.
 *
 * @param kernel name as in Programs (`gemm`, `rms_norm`, ...), or of what runs once a step: `decode_plan`,
 *     `prefill_plan`, `slot_update`
 * @throws std::invalid_argument on an unknown kernel or implementation, a missing word, or memory outside of its region
 */
Launch bindKernel(const std::string& kernel, Spec& words, const Lane& lane, const DeviceMemory& memory);

}  // namespace nanoflow

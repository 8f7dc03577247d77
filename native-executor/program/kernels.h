#pragma once

#include "../../native-common/wire/spec.h"
#include "../../native-common/gpu/instruction.h"
#include "../gpu/rank.h"
#include "collectives.h"

namespace nanoflow {

/**
 * Binds one call of a kernel to its words: `@field=region+offset` for the pointers of its parameters (native-kernels),
 * in the memory of the lane's rank; `tokens`, its shape as profiles have it, and `implementation`.
 *
 * @param kernel name as in Programs (`gemm`, `rms_norm`, ...), or of what runs once a step: `decode_plan`,
 *     `prefill_plan`, `slot_update`
 * @throws std::invalid_argument on an unknown kernel or implementation, a missing word, or memory outside of its region
 */
Launch bindKernel(const std::string& kernel, Spec& words, const Lane& lane, const Rank& rank);

/**
 * The same of a call in which all ranks meet (collective_order.h): each reads and writes its own memory at the same
 * addresses.
 *
 * @param lanes one a rank, in their order
 * @throws as bindKernel, and UnsupportedError
 */
Launch bindCollective(const std::string& kernel, Spec& words, const std::vector<Lane>& lanes, const Ranks& ranks,
                      Collectives& collectives);

}  // namespace nanoflow

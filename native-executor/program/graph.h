#pragma once

#include <cstdint>

#include "../../native-common/gpu/instruction.h"
#include "../../native-kernels/device/cuda_handle.h"

namespace nanoflow {

/**
 * Runs a program's instructions one after the other, each to its end: loads their kernels, which may not happen during
 * a capture, and reports their errors.
 */
void runUncaptured(const Program& program);

/**
 * Captures a program as one CUDA graph, whose kernels keep the priorities of their lanes.
 *
 * @param stamps device memory for two times (ns) per instruction, its start and its end; null: none are taken
 */
GraphExec captureProgram(const Program& program, uint64_t* stamps);

}  // namespace nanoflow

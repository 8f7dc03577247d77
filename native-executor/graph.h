#pragma once

#include "../native-kernels/cuda_handle.h"
#include "program.h"

namespace nanoflow {

/**
 * Captures a program as one CUDA graph: each instruction depends on the one before it in its queue and on those that it
 * waits for, and on nothing else.
 *
 * @param stamps device memory for two times (ns) per instruction, its start and its end; null: none are taken
 */
GraphExec captureProgram(const Program& program, uint64_t* stamps);

}  // namespace nanoflow

#pragma once

#include <string>

#include "../../native-common/gpu/instruction.h"
#include "../gpu/rank.h"

namespace nanoflow {

/**
 * Binds a program to memory and kernels, ready to be captured. It is written as lines:
 *
 *   queue device=D side=whole|group|remainder sms=N [split=G] [ctas=N] [gemm_sms=N] [urgent=1]
 *   run queue=Q kernel=K [waits=I,J,...] and the kernel's own words (kernels.cc)
 *
 * Queues, which become the lanes, and instructions are numbered in the order of their lines. `split` is the group's
 * size; without it the queue is on the whole GPU. Instructions of a queue run in order; `waits` are earlier
 * instructions of other queues.
 *
 * @returns the program, which the ranks must outlive
 * @throws std::invalid_argument naming the line, UnsupportedError, CudaError
 */
Program bindProgram(const std::string& text, const Ranks& ranks);

}  // namespace nanoflow

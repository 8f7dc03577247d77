#pragma once

#include <string>

#include "../../native-common/gpu/instruction.h"
#include "../gpu/rank.h"

namespace nanoflow {

/**
 * Binds a program, written as program_text.h says, to memory and kernels: ready to be captured. Its queues become the
 * lanes.
 *
 * @returns the program, which the ranks must outlive
 * @throws std::invalid_argument naming the line, UnsupportedError, RefusedError, DeviceError
 */
Program bindProgram(const std::string& text, const Ranks& ranks);

}  // namespace nanoflow

#pragma once

#include <string>

#include "../../native-common/gpu/instruction.h"
#include "../gpu/rank.h"
#include "collectives.h"

namespace nanoflow {

/**
 * Binds a program, written as program_text.h says, to memory and kernels of every rank: ready to be captured. Each of
 * its queues becomes a lane on every rank, those of a rank side by side. An instruction becomes one a rank, and a
 * collective one on a lane of each. So all ranks do the same in the same order.
 *
 * @returns the program, which ranks and collectives must outlive
 * @throws std::invalid_argument naming the line, UnsupportedError, RefusedError, DeviceError
 */
Program bindProgram(const std::string& text, const Ranks& ranks, Collectives& collectives);

}  // namespace nanoflow

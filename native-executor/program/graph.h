#pragma once

#include <cstdint>
#include <vector>

#include "../../native-common/gpu/instruction.h"
#include "../../native-kernels/device/cuda_handle.h"
#include "../gpu/crew.h"
#include "../gpu/rank.h"

namespace nanoflow {

/**
 * Runs a program's instructions one after the other, each to its end: loads their kernels, which may not happen during
 * a capture, and reports their errors. A collective is one instruction, which is on all ranks before any is waited for.
 *
 * @param limitSeconds longest that an instruction may take
 * @throws DeviceError naming the rank
 */
void runUncaptured(const Program& program, const Ranks& ranks, double limitSeconds);

/** How many instructions have a lane on a GPU. */
size_t instructionsOf(const Program& program, const Gpu& gpu);

/** Where a rank's time stamps go. */
struct Stamps {
  const Rank* rank = nullptr;
  uint64_t* times = nullptr;  ///< two (ns) for each of its instructions, the start and the end
};

/**
 * Captures a program as one CUDA graph a rank, whose kernels keep the priorities of their lanes.
 *
 * @param stamps of one rank; without a rank none are taken
 * @returns by rank
 */
std::vector<GraphExec> captureProgram(const Program& program, const Stamps& stamps);

/**
 * Brings a program's graphs to the GPUs, before any rank launches. Otherwise the first launch does it, and may wait for
 * the GPU while a kernel of another rank waits for that launch.
 *
 * @param graphs by rank
 * @throws DeviceError naming the rank
 */
void uploadGraphs(const std::vector<GraphExec>& graphs, Crew& crew);

}  // namespace nanoflow

#pragma once

#include <vector>

#include "../../native-kernels/device/cuda_handle.h"
#include "instruction.h"

namespace nanoflow {

/** What one CUDA graph holds: the whole program, or what it has on one GPU. */
enum class GraphScope { program, gpu };

/** A captured graph. */
struct LaneGraph {
  Lane origin;  ///< the program's first lane in it
  Graph graph;
};

/**
 * Captures a program: each instruction follows the one before it on its lanes and those that it waits for, and nothing
 * else. With a graph for each GPU it follows only their parts on the same GPU: kernels meet those of other GPUs by
 * themselves. Any GPU may be current afterwards.
 *
 * @returns one graph of all lanes, there also without any; or one a GPU, in the order in which lanes name GPUs first
 * @throws std::invalid_argument when an instruction waits for one that shares no graph with it; DeviceError, and what
 *   launches throw
 */
std::vector<LaneGraph> capture(const Program& program, GraphScope scope);

/** @param flags cudaGraphInstantiateFlag... @throws DeviceError */
GraphExec instantiate(const Graph& graph, unsigned flags);

}  // namespace nanoflow

#pragma once

#include <memory>
#include <vector>

#include "collective.h"

namespace nanoflow {

/*
 * output = sum over ranks of input, bf16 [count] on every rank; output may equal input. Terms are added in fp32 in the
 * order of ranks and rounded once, so all ranks hold the same bits.
 */

/**
 * One kernel of `ctas` CTAs on each GPU that reads its peers' memory. Small tensors take one shot: each rank reads all
 * inputs. Larger ones take two: each rank sums its shard of all inputs and writes it to all outputs. All CTAs of all
 * ranks must become resident together: `ctas` is at most two an SM of the partition.
 *
 * @throws UnsupportedError where the GPUs have no access to each other's memory
 */
std::unique_ptr<Collective> peerAllReduce(const std::vector<int>& devices, int ctas);

/**
 * Copy engines bring each rank its shard of all inputs, a kernel of `ctas` CTAs adds them, copy engines take the sum to
 * the others. SMs see only local memory, and none waits.
 *
 * @throws UnsupportedError where the GPUs have no access to each other's memory
 */
std::unique_ptr<Collective> copyEngineAllReduce(const std::vector<int>& devices, int ctas);

}  // namespace nanoflow

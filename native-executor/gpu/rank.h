#pragma once

#include <memory>
#include <vector>

#include "../../native-common/gpu/gpu.h"
#include "memory.h"

namespace nanoflow {

/** One of the executor's GPUs, with the memory that programs work in. */
struct Rank {
  /** Makes the device current. @throws DeviceError */
  explicit Rank(int ordinal) : gpu(ordinal) {}

  Gpu gpu;
  DeviceMemory memory;
};

/** In the order of `--device`, by which requests and programs number them. */
using Ranks = std::vector<std::unique_ptr<Rank>>;

/** @throws std::invalid_argument when there are not so many */
Rank& rankAt(int index, const Ranks& ranks);

/** The rank that a lane was made on. @throws std::invalid_argument when it is none of these */
Rank& rankOf(const Lane& lane, const Ranks& ranks);

}  // namespace nanoflow

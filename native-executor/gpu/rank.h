#pragma once

#include <memory>
#include <string>
#include <vector>

#include "../../native-common/gpu/gpu.h"
#include "memory.h"

namespace nanoflow {

/** One of the executor's GPUs, with the memory that programs work in. */
struct Rank {
  /** Makes the device current. @throws DeviceError */
  Rank(int index, int ordinal);

  const int index;
  const std::string name;  ///< "rank 1 (GPU 3)", as errors have it
  Gpu gpu;
  DeviceMemory memory;
};

/** In the order of `--device`, by which requests number them. */
using Ranks = std::vector<std::unique_ptr<Rank>>;

/**
 * Opens GPUs that may share the work of a program: several must be alike, and reach each other's memory from then on.
 *
 * @throws FatalError naming the rank that is missing, unlike the first, or out of reach; DeviceError
 */
Ranks openRanks(const std::vector<int>& devices);

/** @throws std::invalid_argument when there are not so many */
Rank& rankAt(int index, const Ranks& ranks);

/** The rank that a lane was made on. @throws std::invalid_argument when it is none of these */
Rank& rankOf(const Lane& lane, const Ranks& ranks);

/** A failure as a rank saw it. */
class RankError : public DeviceError {
 public:
  RankError(const Rank& rank, const DeviceError& error)
      : DeviceError(error.code, rank.name + ": " + error.what()), said(error.what()) {}
  const std::string said;  ///< without the rank
};

/** Does the work of a rank, with its GPU as the current one. @throws RankError for a DeviceError of `work` */
template <typename Work>
auto onRank(const Rank& rank, const Work& work) {
  try {
    rank.gpu.activate();
    return work();
  } catch (const RankError&) {
    throw;
  } catch (const DeviceError& error) {
    throw RankError(rank, error);
  }
}

}  // namespace nanoflow

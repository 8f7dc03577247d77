#pragma once

#include <cstdint>
#include <memory>
#include <random>

#include "../../native-common/gpu/gpu.h"
#include "arena.h"

namespace nanoflow {

/** The two operations of a pair use different streams and workspaces; on the whole GPU the second is the urgent one. */
enum class Side { first = 0, second = 1 };

/** A GPU with the memory that jobs reuse. */
class Device {
 public:
  /** Takes memory for buffers, 36 GiB where so much is free. */
  Device(int ordinal, uint64_t seed);

  void* gemmWorkspace(Side side) { return workspaces_->base() + gemmWorkspaceBytes * static_cast<size_t>(side); }

  /** Forgets all pieces handed out; inputs start at a random place when `fresh`. */
  void resetArenas(bool fresh, std::mt19937_64& random);

  Gpu gpu;
  std::unique_ptr<Arena> inputs;   ///< random bf16, never written by jobs
  std::unique_ptr<Arena> scratch;  ///< everything that kernels write

 private:
  std::unique_ptr<Arena> workspaces_;  ///< one a side
};

}  // namespace nanoflow

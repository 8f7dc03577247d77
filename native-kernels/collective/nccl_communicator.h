#pragma once

#include <memory>
#include <string>
#include <vector>

#include "collective.h"

namespace nanoflow {

enum class CollectiveKind { allReduce, reduceScatter, allGather };

/**
 * NCCL's collectives over the GPUs of one host, driven by this process.
 *
 * NVLink multicast (NVLS) stays off unless the environment says otherwise, so that profiles compare across hosts that
 * do and do not allow it.
 */
class NcclCommunicator {
 public:
  /**
   * @param ctas CTAs of NCCL's kernels on each GPU; 0: NCCL's own choice
   * @param clusters false: no thread block clusters; the remainder of an SM split cannot run them, elsewhere they make
   *   NCCL about a tenth faster
   * @throws UnsupportedError when built without NCCL
   */
  NcclCommunicator(const std::vector<int>& devices, int ctas, bool clusters);
  ~NcclCommunicator();
  NcclCommunicator(const NcclCommunicator&) = delete;
  NcclCommunicator& operator=(const NcclCommunicator&) = delete;

  /** Enqueues one call; `count` as in Collective::run. */
  void run(CollectiveKind kind, const std::vector<CollectiveLane>& lanes, size_t count) const;

  /** "major.minor.patch", or empty when built without NCCL. */
  static std::string version();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace nanoflow

#pragma once

#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "nccl_communicator.h"

namespace nanoflow {

/** Makes collectives by name. Keeps NCCL's communicators: making one takes a good part of a second. */
class Communicators {
 public:
  /**
   * @param devices CUDA ordinals in the order of ranks
   * @param implementation as CollectiveName::parse takes it
   * @param clusters false where NCCL must not use thread block clusters
   * @throws std::invalid_argument for unknown names, UnsupportedError where build or GPUs cannot do it
   */
  std::unique_ptr<Collective> make(CollectiveKind kind, const std::string& implementation,
                                   const std::vector<int>& devices, bool clusters);

 private:
  const NcclCommunicator& nccl(const std::vector<int>& devices, int ctas, bool clusters);

  std::map<std::tuple<std::vector<int>, int, bool>, std::unique_ptr<NcclCommunicator>> made_;
};

}  // namespace nanoflow

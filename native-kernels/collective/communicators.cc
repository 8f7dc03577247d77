#include "communicators.h"

#include "all_gather.h"
#include "all_reduce.h"
#include "../device/cuda_check.h"
#include "reduce_scatter.h"

namespace nanoflow {
namespace {

class NcclCollective final : public Collective {
 public:
  NcclCollective(const NcclCommunicator& communicator, CollectiveKind kind) : communicator_(communicator), kind_(kind) {}

  void run(const std::vector<CollectiveLane>& lanes, size_t count) override { communicator_.run(kind_, lanes, count); }
  size_t scratchElements(size_t) const override { return 0; }
  bool joinsLanes() const override { return false; }

 private:
  const NcclCommunicator& communicator_;
  CollectiveKind kind_;
};

using Maker = std::unique_ptr<Collective> (*)(const std::vector<int>& devices, int ctas);

Maker peerMaker(CollectiveKind kind) {
  switch (kind) {
    case CollectiveKind::allReduce:
      return peerAllReduce;
    case CollectiveKind::reduceScatter:
      return peerReduceScatter;
    case CollectiveKind::allGather:
      return peerAllGather;
  }
  throw std::invalid_argument("unknown collective");
}

Maker copyEngineMaker(CollectiveKind kind) {
  switch (kind) {
    case CollectiveKind::allReduce:
      return copyEngineAllReduce;
    case CollectiveKind::reduceScatter:
      return copyEngineReduceScatter;
    case CollectiveKind::allGather:
      return copyEngineAllGather;
  }
  throw std::invalid_argument("unknown collective");
}

}  // namespace

const NcclCommunicator& Communicators::nccl(const std::vector<int>& devices, int ctas, bool clusters) {
  std::unique_ptr<NcclCommunicator>& cached = made_[{devices, ctas, clusters}];
  if (!cached) cached = std::make_unique<NcclCommunicator>(devices, ctas, clusters);
  return *cached;
}

std::unique_ptr<Collective> Communicators::make(CollectiveKind kind, const std::string& implementation,
                                                const std::vector<int>& devices, bool clusters) {
  if (devices.size() < 2) throw UnsupportedError("a collective needs two or more GPUs");
  const CollectiveName name = CollectiveName::parse(implementation);
  if (name.family == CollectiveName::Family::nccl) {
    return std::make_unique<NcclCollective>(nccl(devices, name.ctas, clusters), kind);
  }
  const Maker maker = name.family == CollectiveName::Family::peer ? peerMaker(kind) : copyEngineMaker(kind);
  return maker(devices, name.ctas);
}

}  // namespace nanoflow

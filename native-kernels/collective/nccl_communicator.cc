#include "nccl_communicator.h"

#include <nccl.h>

#include <cstdlib>
#include <source_location>

#include "../device/cuda_check.h"

namespace nanoflow {
namespace {

void check(ncclResult_t result, std::source_location where = std::source_location::current()) {
  if (result == ncclSuccess) return;
  const std::string what = std::string("NCCL: ") + ncclGetErrorString(result) + ": " + ncclGetLastError(nullptr);
  throw std::runtime_error(describe(what, where));
}

/** Calls of one group start together; the group ends also when one of them throws. */
class Group {
 public:
  Group() { check(ncclGroupStart()); }
  ~Group() {
    if (open_) ncclGroupEnd();
  }
  Group(const Group&) = delete;
  Group& operator=(const Group&) = delete;

  void finish() {
    open_ = false;
    check(ncclGroupEnd());
  }

 private:
  bool open_ = true;
};

}  // namespace

struct NcclCommunicator::State {
  std::vector<ncclComm_t> communicators;

  ~State() {
    for (const ncclComm_t communicator : communicators) {
      if (communicator != nullptr) ncclCommDestroy(communicator);
    }
  }
};

NcclCommunicator::NcclCommunicator(const std::vector<int>& devices, int ctas, bool clusters)
    : state_(std::make_unique<State>()) {
  require(!devices.empty(), "NCCL needs a device");
  setenv("NCCL_NVLS_ENABLE", "0", 0);
  state_->communicators.resize(devices.size(), nullptr);
  ncclUniqueId id;
  check(ncclGetUniqueId(&id));
  Group group;
  for (size_t rank = 0; rank < devices.size(); ++rank) {
    check(cudaSetDevice(devices[rank]));
    ncclConfig_t config = NCCL_CONFIG_INITIALIZER;
    if (ctas > 0) config.minCTAs = config.maxCTAs = ctas;
    if (!clusters) config.cgaClusterSize = 0;
    check(ncclCommInitRankConfig(&state_->communicators[rank], static_cast<int>(devices.size()), id,
                                 static_cast<int>(rank), &config));
  }
  group.finish();
}

NcclCommunicator::~NcclCommunicator() = default;

void NcclCommunicator::run(CollectiveKind kind, const std::vector<CollectiveLane>& lanes, size_t count) const {
  require(lanes.size() == state_->communicators.size(), "a collective needs one lane a device");
  require(kind == CollectiveKind::allReduce || count % lanes.size() == 0, "the elements must be a multiple of the GPUs");
  const size_t shard = count / lanes.size();
  Group group;
  for (size_t rank = 0; rank < lanes.size(); ++rank) {
    const auto& [device, placement, input, output, scratch] = lanes[rank];
    const ncclComm_t communicator = state_->communicators[rank];
    switch (kind) {
      case CollectiveKind::allReduce:
        check(ncclAllReduce(input, output, count, ncclBfloat16, ncclSum, communicator, placement.stream));
        break;
      case CollectiveKind::reduceScatter:
        check(ncclReduceScatter(input, output, shard, ncclBfloat16, ncclSum, communicator, placement.stream));
        break;
      case CollectiveKind::allGather:
        check(ncclAllGather(input, output, shard, ncclBfloat16, communicator, placement.stream));
        break;
    }
  }
  group.finish();
}

std::string NcclCommunicator::version() {
  int code = 0;
  check(ncclGetVersion(&code));
  return std::to_string(code / 10000) + "." + std::to_string(code / 100 % 100) + "." + std::to_string(code % 100);
}

}  // namespace nanoflow

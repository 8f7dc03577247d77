#include "nccl_communicator.h"

#include <nccl.h>

#include <cstdlib>
#include <source_location>

#include "../device/cuda_check.h"

namespace nanoflow {
namespace {

std::string textOf(ncclResult_t result, const std::source_location& where) {
  return describe(std::string("NCCL: ") + ncclGetErrorString(result) + ": " + ncclGetLastError(nullptr), where);
}

/** Of calls that make communicators or open a group: nothing runs yet. What NCCL lacks on a machine, its collectives alone lack. */
void checkMaking(ncclResult_t result, std::source_location where = std::source_location::current()) {
  if (result != ncclSuccess) throw RefusedError(cudaErrorUnknown, textOf(result, where));
}

/** Of collectives: but for what NCCL checks beforehand, ranks may wait for each other for ever after a failure. */
void checkRunning(ncclResult_t result, std::source_location where = std::source_location::current()) {
  if (result == ncclSuccess) return;
  const std::string what = textOf(result, where);
  if (result == ncclInvalidArgument || result == ncclInvalidUsage) throw RefusedError(cudaErrorInvalidValue, what);
  throw DeviceError(cudaErrorUnknown, what);
}

/** Calls of one group start together; the group ends also when one of them throws. */
class Group {
 public:
  Group() { checkMaking(ncclGroupStart()); }
  ~Group() {
    if (open_) ncclGroupEnd();
  }
  Group(const Group&) = delete;
  Group& operator=(const Group&) = delete;

  /** Ends it. @returns what became of its calls */
  ncclResult_t finish() {
    open_ = false;
    return ncclGroupEnd();
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
  checkMaking(ncclGetUniqueId(&id));
  Group group;
  for (size_t rank = 0; rank < devices.size(); ++rank) {
    check(cudaSetDevice(devices[rank]));
    ncclConfig_t config = NCCL_CONFIG_INITIALIZER;
    if (ctas > 0) config.minCTAs = config.maxCTAs = ctas;
    if (!clusters) config.cgaClusterSize = 0;
    checkMaking(ncclCommInitRankConfig(&state_->communicators[rank], static_cast<int>(devices.size()), id,
                                       static_cast<int>(rank), &config));
  }
  checkMaking(group.finish());
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
        checkRunning(ncclAllReduce(input, output, count, ncclBfloat16, ncclSum, communicator, placement.stream));
        break;
      case CollectiveKind::reduceScatter:
        checkRunning(ncclReduceScatter(input, output, shard, ncclBfloat16, ncclSum, communicator, placement.stream));
        break;
      case CollectiveKind::allGather:
        checkRunning(ncclAllGather(input, output, shard, ncclBfloat16, communicator, placement.stream));
        break;
    }
  }
  checkRunning(group.finish());
}

std::string NcclCommunicator::version() {
  int code = 0;
  checkMaking(ncclGetVersion(&code));
  return std::to_string(code / 10000) + "." + std::to_string(code / 100 % 100) + "." + std::to_string(code % 100);
}

}  // namespace nanoflow

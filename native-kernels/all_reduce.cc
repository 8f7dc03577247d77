#include "all_reduce.h"

#include <nccl.h>

#include <cstdlib>
#include <source_location>

#include "cuda_check.h"

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

struct AllReduce::State {
  std::vector<ncclComm_t> communicators;

  ~State() {
    for (const ncclComm_t communicator : communicators) {
      if (communicator != nullptr) ncclCommDestroy(communicator);
    }
  }
};

AllReduce::AllReduce(const std::vector<int>& devices, int ctas, bool clusters) : state_(std::make_unique<State>()) {
  require(!devices.empty(), "all_reduce needs a device");
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

AllReduce::~AllReduce() = default;

void AllReduce::run(const std::vector<CollectiveLane>& lanes, size_t count) const {
  require(lanes.size() == state_->communicators.size(), "one lane per device of the communicator");
  Group group;
  for (size_t rank = 0; rank < lanes.size(); ++rank) {
    check(ncclAllReduce(lanes[rank].input, lanes[rank].output, count, ncclBfloat16, ncclSum,
                        state_->communicators[rank], lanes[rank].stream));
  }
  group.finish();
}

std::string AllReduce::version() {
  int code = 0;
  check(ncclGetVersion(&code));
  return std::to_string(code / 10000) + "." + std::to_string(code / 100 % 100) + "." + std::to_string(code % 100);
}

}  // namespace nanoflow

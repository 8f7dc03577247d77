#include "nccl_communicator.h"

#include "../device/cuda_check.h"

/** NcclCommunicator of builds without NCCL: says so when it is asked for. */
namespace nanoflow {

struct NcclCommunicator::State {};

NcclCommunicator::NcclCommunicator(const std::vector<int>&, int, bool) {
  throw UnsupportedError("this build has no NCCL: use ce.cN or peer.cN, or configure with -DNCCL_ROOT=<folder of NCCL>");
}
NcclCommunicator::~NcclCommunicator() = default;

void NcclCommunicator::run(CollectiveKind, const std::vector<CollectiveLane>&, size_t) const {}

std::string NcclCommunicator::version() { return ""; }

}  // namespace nanoflow

#include "all_reduce.h"

#include "cuda_check.h"

/** AllReduce of builds without NCCL: says so when it is asked for. */
namespace nanoflow {

struct AllReduce::State {};

AllReduce::AllReduce(const std::vector<int>&, int, bool) {
  throw UnsupportedError("this build has no NCCL; configure with -DNCCL_ROOT=<folder of NCCL>");
}
AllReduce::~AllReduce() = default;

void AllReduce::run(const std::vector<CollectiveLane>&, size_t) const {}

std::string AllReduce::version() { return ""; }

}  // namespace nanoflow

#include "collective.h"

#include <charconv>
#include <stdexcept>

#include "../device/cuda_check.h"

namespace nanoflow {

void requireLanes(const std::vector<CollectiveLane>& lanes, int ranks, size_t count) {
  require(static_cast<int>(lanes.size()) == ranks, "a collective needs one lane a device");
  for (const CollectiveLane& lane : lanes) {
    require(lane.placement.ctaLimit == lanes.front().placement.ctaLimit,
            "the ranks of a collective have different limits of CTAs: give all the same");
  }
  require(count > 0 && count % (8 * lanes.size()) == 0, "the elements must be a multiple of 8 x GPUs");
}

CollectiveName CollectiveName::parse(const std::string& name) {
  if (name == "nccl") return {Family::nccl, 0};
  if (name == "ce") return {Family::copyEngines, 0};
  const struct {
    const char* prefix;
    Family family;
  } families[] = {{"nccl.c", Family::nccl}, {"ce.c", Family::copyEngines}, {"peer.c", Family::peer}};
  for (const auto& [prefix, family] : families) {
    if (!name.starts_with(prefix)) continue;
    CollectiveName parsed{family, 0};
    const char* end = name.data() + name.size();
    const auto number = std::from_chars(name.data() + std::string(prefix).size(), end, parsed.ctas);
    if (number.ec == std::errc() && number.ptr == end && parsed.ctas > 0) return parsed;
  }
  throw std::invalid_argument("unknown implementation '" + name + "', known: nccl, nccl.cN, ce, ce.cN, peer.cN");
}

}  // namespace nanoflow

#include "rank.h"

#include <algorithm>
#include <stdexcept>

#include "../../native-common/gpu/devices.h"
#include "../../native-common/wire/host_program.h"
#include "../../native-kernels/collective/peer_access.h"

namespace nanoflow {
namespace {

std::string nameOf(int index, int ordinal) {
  return "rank " + std::to_string(index) + " (GPU " + std::to_string(ordinal) + ")";
}

void requireEach(const std::vector<int>& devices) {
  for (size_t i = 0; i < devices.size(); ++i) {
    if (std::count(devices.begin(), devices.end(), devices[i]) > 1) {
      throw FatalError{"NO_GPU", "GPU " + std::to_string(devices[i]) + " is named for two ranks"};
    }
    try {
      requireDevices({devices[i]});
    } catch (const FatalError& error) {
      if (devices.size() == 1) throw;
      throw FatalError{error.code, nameOf(static_cast<int>(i), devices[i]) + ": " + error.message};
    }
  }
}

/** Ranks run the same kernels on the same shares of their SMs, and hold as much. */
void requireAlike(const std::vector<int>& devices) {
  const cudaDeviceProp first = propertiesOf(devices.front());
  for (size_t i = 1; i < devices.size(); ++i) {
    const cudaDeviceProp other = propertiesOf(devices[i]);
    const bool alike = std::string(first.name) == other.name && first.multiProcessorCount == other.multiProcessorCount;
    if (alike) continue;
    throw FatalError{"UNLIKE_GPUS", nameOf(static_cast<int>(i), devices[i]) + " is a " + other.name + " of " +
                                        std::to_string(other.multiProcessorCount) + " SMs, and " +
                                        nameOf(0, devices.front()) + " a " + first.name + " of " +
                                        std::to_string(first.multiProcessorCount)};
  }
}

void requirePeers(const std::vector<int>& devices) {
  for (size_t i = 0; i < devices.size(); ++i) {
    for (size_t j = 0; j < devices.size(); ++j) {
      int possible = 1;
      if (i != j) check(cudaDeviceCanAccessPeer(&possible, devices[i], devices[j]));
      if (possible != 0) continue;
      throw FatalError{"NO_PEER_ACCESS", nameOf(static_cast<int>(i), devices[i]) +
                                             " has no access to the memory of " +
                                             nameOf(static_cast<int>(j), devices[j])};
    }
  }
  try {
    enablePeerAccess(devices);
  } catch (const UnsupportedError& error) {
    throw FatalError{"NO_PEER_ACCESS", error.what()};
  }
}

}  // namespace

Rank::Rank(int index, int ordinal) : index(index), name(nameOf(index, ordinal)), gpu(ordinal) {}

Ranks openRanks(const std::vector<int>& devices) {
  requireEach(devices);
  requireAlike(devices);
  if (devices.size() > 1) requirePeers(devices);
  Ranks ranks;
  for (const int device : devices) ranks.push_back(std::make_unique<Rank>(static_cast<int>(ranks.size()), device));
  return ranks;
}

Rank& rankAt(int index, const Ranks& ranks) {
  if (index < 0 || index >= static_cast<int>(ranks.size())) {
    throw std::invalid_argument("there is no device " + std::to_string(index) + ", only " +
                                std::to_string(ranks.size()));
  }
  return *ranks[index];
}

Rank& rankOf(const Lane& lane, const Ranks& ranks) {
  const auto found =
      std::find_if(ranks.begin(), ranks.end(), [&](const auto& rank) { return &rank->gpu == lane.gpu; });
  if (found == ranks.end()) throw std::invalid_argument("the lane is on none of the ranks");
  return **found;
}

}  // namespace nanoflow

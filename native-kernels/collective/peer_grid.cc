#include "peer_grid.h"

#include <algorithm>
#include <stdexcept>
#include <string>

#include "../device/cuda_check.h"
#include "peer_group.h"

namespace nanoflow {
namespace {

int gridAt(int ctas, const Placement& place) {
  return place.ctaLimit > 0 ? std::min(ctas, place.ctaLimit) : ctas;
}

[[noreturn]] void refuse(const std::string& what) { throw std::invalid_argument("a collective over peer memory: " + what); }

}  // namespace

int peerGrid(int ctas, const std::vector<Placement>& places, int ctasPerSm) {
  require(ctas > 0 && !places.empty(), "a collective over peer memory needs CTAs and ranks");
  const int grid = gridAt(ctas, places.front());
  if (grid > kMostPeerCtas) {
    refuse(std::to_string(grid) + " CTAs are too many, give at most " + std::to_string(kMostPeerCtas));
  }
  for (size_t rank = 0; rank < places.size(); ++rank) {
    const int own = gridAt(ctas, places[rank]);
    if (own != grid) {
      refuse("rank 0 has " + std::to_string(grid) + " CTAs and rank " + std::to_string(rank) + " has " +
             std::to_string(own) + ": give all ranks the same limit");
    }
    const int most = places[rank].smCount * ctasPerSm;
    if (own > most) {
      refuse(std::to_string(own) + " CTAs must be resident at once, and the " + std::to_string(places[rank].smCount) +
             " SMs of rank " + std::to_string(rank) + " hold " + std::to_string(most) + ": ask for fewer CTAs");
    }
  }
  return grid;
}

}  // namespace nanoflow

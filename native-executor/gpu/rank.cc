#include "rank.h"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace nanoflow {

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

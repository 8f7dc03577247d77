#include "collective_order.h"

#include <algorithm>
#include <stdexcept>

namespace nanoflow {

bool isCollective(const std::string& kernel) {
  return kernel == "all_reduce" || kernel == "all_reduce_norm" || kernel == "peer_sampling";
}

void CollectiveOrder::add(int queue, const std::vector<int>& waits, bool collective) {
  if (queue >= static_cast<int>(newest_.size())) newest_.resize(queue + 1, 0);
  int followed = newest_[queue];
  for (const int wait : waits) followed = std::max(followed, followed_[wait]);
  if (collective) {
    if (followed < count_) {
      throw std::invalid_argument(
          "nothing orders this collective behind the one before it: GPUs could come to them in different orders");
    }
    followed = ++count_;
  }
  followed_.push_back(followed);
  newest_[queue] = followed;
}

}  // namespace nanoflow

#pragma once

#include <memory>
#include <string>
#include <vector>

#include "../../native-kernels/collective/communicators.h"
#include "operations.h"

namespace nanoflow {

/** A collective over all devices on a tensor of `tokens` x `hidden`; `impl` names its implementation. */
class CollectiveOperation : public Operation {
 public:
  void launch(int set) override {
    collective_->run(sets_[set], count_);
    lanes.front().gpu->activate();
  }

 protected:
  /** A tensor on a GPU: the whole or a rank's shard of it. */
  enum class Extent { whole, shard };

  CollectiveOperation(Spec& spec, const std::vector<Site>& sites, Communicators& communicators, CollectiveKind kind,
                      Extent input, Extent output);

  size_t count() const { return count_; }
  size_t shard() const { return count_ / lanes.size(); }

  /**
   * Runs set 0 three times, outputs poisoned before: directly, with the last rank a millisecond late, and twice as a CUDA
   * graph.
   *
   * @returns every rank's output of the last run
   */
  std::vector<std::vector<float>> runAll();

  /** Set 0's input of every rank. */
  std::vector<std::vector<float>> inputs() const;

 private:
  size_t elements(Extent extent) const { return extent == Extent::whole ? count() : shard(); }

  size_t count_;
  Extent input_, output_;
  std::unique_ptr<Collective> collective_;
  std::vector<std::vector<CollectiveLane>> sets_;
};

}  // namespace nanoflow

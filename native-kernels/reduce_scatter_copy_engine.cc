#include "copy_engine_group.h"
#include "cuda_check.h"
#include "reduce_scatter.h"

namespace nanoflow {
namespace {

class CopyEngineReduceScatter final : public Collective {
 public:
  CopyEngineReduceScatter(const std::vector<int>& devices, int ctas) : group_(devices), ctas_(ctas) {
    require(ctas > 0, "sums need CTAs: ce.cN");
  }

  void run(const std::vector<CollectiveLane>& lanes, size_t count) override {
    requireLanes(lanes, group_.ranks(), count);
    group_.meet(lanes);  // inputs are complete
    for (int rank = 0; rank < group_.ranks(); ++rank) {
      group_.sum(lanes, rank, group_.shard(rank, count), lanes[rank].output, ctas_);
    }
    group_.meet(lanes);  // inputs have been read
  }

  size_t scratchElements(size_t count) const override { return count - group_.shard(0, count).count; }
  bool joinsLanes() const override { return true; }

 private:
  CopyEngineGroup group_;
  int ctas_;
};

}  // namespace

std::unique_ptr<Collective> copyEngineReduceScatter(const std::vector<int>& devices, int ctas) {
  return std::make_unique<CopyEngineReduceScatter>(devices, ctas);
}

}  // namespace nanoflow

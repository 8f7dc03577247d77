#include "all_reduce.h"
#include "copy_engine_group.h"
#include "cuda_check.h"

namespace nanoflow {
namespace {

class CopyEngineAllReduce final : public Collective {
 public:
  CopyEngineAllReduce(const std::vector<int>& devices, int ctas) : group_(devices), ctas_(ctas) {
    require(ctas > 0, "sums need CTAs: ce.cN");
  }

  void run(const std::vector<CollectiveLane>& lanes, size_t count) override {
    requireLanes(lanes, group_.ranks(), count);
    group_.meet(lanes);  // inputs are complete, outputs are free
    for (int rank = 0; rank < group_.ranks(); ++rank) {
      const Piece shard = group_.shard(rank, count);
      __nv_bfloat16* own = lanes[rank].output + shard.first;
      // Only this rank reads this piece of the others' inputs, so output may equal input.
      group_.sum(lanes, rank, shard, own, ctas_);
      group_.spread(lanes, rank, shard, own);
    }
    group_.meet(lanes);  // all shards have arrived
  }

  size_t scratchElements(size_t count) const override { return count - group_.shard(0, count).count; }
  bool joinsLanes() const override { return true; }

 private:
  CopyEngineGroup group_;
  int ctas_;
};

}  // namespace

std::unique_ptr<Collective> copyEngineAllReduce(const std::vector<int>& devices, int ctas) {
  return std::make_unique<CopyEngineAllReduce>(devices, ctas);
}

}  // namespace nanoflow

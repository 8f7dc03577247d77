#include "all_reduce.h"
#include "copy_engine_group.h"
#include "../device/cuda_check.h"
#include "reduce_scatter.h"

namespace nanoflow {
namespace {

/** Where the sum goes: each shard to its rank, or all of them to all ranks. */
enum class Sum { scattered, everywhere };

class CopyEngineReduction final : public Collective {
 public:
  CopyEngineReduction(const std::vector<int>& devices, int ctas, Sum result)
      : group_(devices), ctas_(ctas), everywhere_(result == Sum::everywhere) {
    require(ctas > 0, "sums need CTAs: ce.cN");
  }

  void run(const std::vector<CollectiveLane>& lanes, size_t count) override {
    requireLanes(lanes, group_.ranks(), count);
    group_.meet(lanes);  // inputs are complete, outputs are free
    for (int rank = 0; rank < group_.ranks(); ++rank) {
      const Piece shard = group_.shard(rank, count);
      // Only this rank reads this piece of the others' inputs, so output may equal input.
      __nv_bfloat16* own = lanes[rank].output + (everywhere_ ? shard.first : 0);
      group_.sum(lanes, rank, shard, own, ctas_);
      if (everywhere_) group_.spread(lanes, rank, shard, own);
    }
    group_.meet(lanes);  // inputs have been read, all shards have arrived
  }

  size_t scratchElements(size_t count) const override { return count - group_.shard(0, count).count; }
  bool joinsLanes() const override { return true; }

 private:
  CopyEngineGroup group_;
  int ctas_;
  bool everywhere_;
};

}  // namespace

std::unique_ptr<Collective> copyEngineAllReduce(const std::vector<int>& devices, int ctas) {
  return std::make_unique<CopyEngineReduction>(devices, ctas, Sum::everywhere);
}

std::unique_ptr<Collective> copyEngineReduceScatter(const std::vector<int>& devices, int ctas) {
  return std::make_unique<CopyEngineReduction>(devices, ctas, Sum::scattered);
}

}  // namespace nanoflow

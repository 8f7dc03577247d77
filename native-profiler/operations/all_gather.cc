#include "collective_operation.h"

namespace nanoflow {
namespace {

class AllGatherOperation final : public CollectiveOperation {
 public:
  AllGatherOperation(Spec& spec, const std::vector<Site>& sites, Communicators& communicators)
      : CollectiveOperation(spec, sites, communicators, CollectiveKind::allGather, Extent::shard, Extent::whole) {}

  ErrorNorm check() override {
    const auto outputs = runAll(), parts = inputs();
    ErrorNorm error;
    for (const auto& output : outputs) {
      for (size_t i = 0; i < count(); ++i) error.add(output[i], parts[i / shard()][i % shard()]);
    }
    return error;
  }
};

}  // namespace

std::unique_ptr<Operation> makeAllGather(Spec& spec, const std::vector<Site>& sites, Communicators& communicators) {
  return std::make_unique<AllGatherOperation>(spec, sites, communicators);
}

}  // namespace nanoflow

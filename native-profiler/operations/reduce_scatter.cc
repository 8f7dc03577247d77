#include "collective_operation.h"

namespace nanoflow {
namespace {

class ReduceScatterOperation final : public CollectiveOperation {
 public:
  ReduceScatterOperation(Spec& spec, const std::vector<Site>& sites, Communicators& communicators)
      : CollectiveOperation(spec, sites, communicators, CollectiveKind::reduceScatter, Extent::whole, Extent::shard) {}

  ErrorNorm check() override {
    const auto outputs = runAll(), terms = inputs();
    ErrorNorm error;
    for (size_t i = 0; i < count(); ++i) {
      double sum = 0;
      for (const auto& term : terms) sum += term[i];
      error.add(outputs[i / shard()][i % shard()], sum);
    }
    return error;
  }
};

}  // namespace

std::unique_ptr<Operation> makeReduceScatter(Spec& spec, const std::vector<Site>& sites,
                                             Communicators& communicators) {
  return std::make_unique<ReduceScatterOperation>(spec, sites, communicators);
}

}  // namespace nanoflow

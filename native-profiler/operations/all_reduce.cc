#include <limits>

#include "collective_operation.h"

namespace nanoflow {
namespace {

class AllReduceOperation final : public CollectiveOperation {
 public:
  AllReduceOperation(Spec& spec, const std::vector<Site>& sites, Communicators& communicators)
      : CollectiveOperation(spec, sites, communicators, CollectiveKind::allReduce, Extent::whole, Extent::whole) {}

  /** Compares all elements; ranks that disagree in a bit count as an infinite error. */
  ErrorNorm check() override {
    const auto outputs = runAll(), terms = inputs();
    ErrorNorm error;
    for (size_t i = 0; i < count(); ++i) {
      double sum = 0;
      for (const auto& term : terms) sum += term[i];
      for (const auto& output : outputs) {
        error.add(output[i] == outputs.front()[i] ? output[i] : std::numeric_limits<double>::infinity(), sum);
      }
    }
    return error;
  }
};

}  // namespace

std::unique_ptr<Operation> makeAllReduce(Spec& spec, const std::vector<Site>& sites, Communicators& communicators) {
  return std::make_unique<AllReduceOperation>(spec, sites, communicators);
}

}  // namespace nanoflow

#include "../../native-kernels/sampling.h"

#include "operations.h"

namespace nanoflow {
namespace {

class SamplingOperation final : public SimpleOperation<Sampling, sampling> {
 public:
  SamplingOperation(Spec& spec, const Site& site)
      : SimpleOperation(site), rows_(spec.integer("tokens")), vocabulary_(spec.integer("vocab")) {
    acceptDefault(spec);
    sets = site.rotations(2 * count());
    for (int i = 0; i < sets; ++i) {
      arguments_.push_back({site.input(count()), site.device.scratch->take<int>(rows_), rows_, vocabulary_});
    }
  }

  ErrorNorm check() override {
    poison(arguments_.front().tokens, rows_);
    const Sampling& p = runOnce();
    const auto logits = downloadFloats(p.logits, count());
    const auto tokens = download(p.tokens, rows_);
    ErrorNorm error;
    for (int row = 0; row < rows_; ++row) {
      const auto begin = logits.begin() + static_cast<ptrdiff_t>(row) * vocabulary_;
      error.add(tokens[row], static_cast<double>(std::max_element(begin, begin + vocabulary_) - begin));
    }
    return error;
  }

 private:
  size_t count() const { return static_cast<size_t>(rows_) * vocabulary_; }

  int rows_;
  int vocabulary_;
};

}  // namespace

std::unique_ptr<Operation> makeSampling(Spec& spec, const Site& site) {
  return std::make_unique<SamplingOperation>(spec, site);
}

}  // namespace nanoflow

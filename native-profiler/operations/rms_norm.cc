#include "../../native-kernels/rows/rms_norm.h"

#include <cmath>

#include "operations.h"

namespace nanoflow {
namespace {

class RmsNormOperation final : public SimpleOperation<RmsNorm, rmsNorm> {
 public:
  RmsNormOperation(Spec& spec, const Site& site)
      : SimpleOperation(site), tokens_(spec.integer("tokens")), hidden_(spec.integer("hidden")) {
    acceptDefault(spec);
    sets = site.rotations(6 * count());
    for (int i = 0; i < sets; ++i) {
      arguments_.push_back({site.input(count()), site.mutableInput(count()), site.input(hidden_), site.output(count()),
                            tokens_, hidden_});
    }
  }

  ErrorNorm check() override {
    const auto before = downloadFloats(arguments_.front().residual, count());
    poison(arguments_.front().output, count());
    const RmsNorm& p = runOnce();
    const auto input = downloadFloats(p.input, count()), weight = downloadFloats(p.weight, hidden_);
    const auto residual = downloadFloats(p.residual, count()), output = downloadFloats(p.output, count());
    ErrorNorm error;
    for (int token = 0; token < tokens_; ++token) {
      const size_t row = static_cast<size_t>(token) * hidden_;
      double squares = 0;
      for (int i = 0; i < hidden_; ++i) squares += std::pow(static_cast<double>(input[row + i]) + before[row + i], 2);
      const double scale = 1 / std::sqrt(squares / hidden_ + p.epsilon);
      for (int i = 0; i < hidden_; ++i) {
        const double sum = static_cast<double>(input[row + i]) + before[row + i];
        error.add(residual[row + i], sum);
        error.add(output[row + i], sum * scale * weight[i]);
      }
    }
    return error;
  }

 private:
  size_t count() const { return static_cast<size_t>(tokens_) * hidden_; }

  int tokens_;
  int hidden_;
};

}  // namespace

std::unique_ptr<Operation> makeRmsNorm(Spec& spec, const Site& site) {
  return std::make_unique<RmsNormOperation>(spec, site);
}

}  // namespace nanoflow

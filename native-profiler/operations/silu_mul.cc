#include "../../native-kernels/rows/silu_mul.h"

#include <cmath>

#include "operations.h"

namespace nanoflow {
namespace {

class SiluMulOperation final : public SimpleOperation<SiluMul, siluMul> {
 public:
  SiluMulOperation(Spec& spec, const Site& site)
      : SimpleOperation(site), tokens_(spec.integer("tokens")), width_(spec.integer("width")) {
    acceptDefault(spec);
    sets = site.rotations(6 * count());
    for (int i = 0; i < sets; ++i) {
      arguments_.push_back({site.input(2 * count()), site.output(count()), tokens_, width_});
    }
  }

  ErrorNorm check() override {
    poison(arguments_.front().output, count());
    const SiluMul& p = runOnce();
    const auto input = downloadFloats(p.gateUp, 2 * count()), output = downloadFloats(p.output, count());
    ErrorNorm error;
    for (size_t i = 0; i < count(); ++i) {
      const size_t at = i / width_ * 2 * width_ + i % width_;
      const double gate = input[at], up = input[at + width_];
      error.add(output[i], gate / (1 + std::exp(-gate)) * up);
    }
    return error;
  }

 private:
  size_t count() const { return static_cast<size_t>(tokens_) * width_; }

  int tokens_;
  int width_;
};

}  // namespace

std::unique_ptr<Operation> makeSiluMul(Spec& spec, const Site& site) {
  return std::make_unique<SiluMulOperation>(spec, site);
}

}  // namespace nanoflow

#include "../../native-kernels/rows/silu_mul.h"

#include <cmath>

#include "../../native-common/wire/precision.h"
#include "operations.h"
#include "quantised_rows.h"

namespace nanoflow {
namespace {

class SiluMulOperation final : public SimpleOperation<SiluMul, siluMul> {
 public:
  SiluMulOperation(Spec& spec, const Site& site)
      : SimpleOperation(site), tokens_(spec.integer("tokens")), width_(spec.integer("width")) {
    acceptDefault(spec);
    const bool fp8 = isFp8(spec, "output");
    sets = site.rotations((fp8 ? 5 : 6) * count());
    for (int i = 0; i < sets; ++i) {
      SiluMul& p = arguments_.emplace_back();
      p.gateUp = site.rotate ? site.input(2 * count()) : site.mutableInput(2 * count());
      p.tokens = tokens_;
      p.width = width_;
      if (fp8) {
        const QuantisedRows output = outputRows(site, tokens_, width_);
        p.quantised = output.values;
        p.scales = output.scales;
      } else {
        p.output = site.output(count());
      }
    }
  }

  std::vector<MadeRows> made() const override {
    std::vector<MadeRows> rows;
    for (const SiluMul& p : arguments_) rows.push_back({p.output, p.quantised, p.scales, count()});
    return rows;
  }

  void readFrom(const std::vector<MadeRows>& rows) override {
    requireRows(rows, 2 * count(), false);
    for (size_t i = 0; i < std::min(rows.size(), arguments_.size()); ++i) arguments_[i].gateUp = rows[i].bf16;
  }

  ErrorNorm check() override {
    const SiluMul& p = arguments_.front();
    const auto input = downloadFloats(p.gateUp, 2 * count());
    ErrorNorm error;
    if (p.quantised != nullptr) {
      checkQuantised(input, error);
      return error;
    }
    poison(p.output, count());
    runOnce();
    const auto output = downloadFloats(p.output, count());
    for (int token = 0; token < tokens_; ++token) {
      const std::vector<double> row = activated(input, token);
      for (int i = 0; i < width_; ++i) error.add(output[static_cast<size_t>(token) * width_ + i], row[i]);
    }
    return error;
  }

 private:
  std::vector<double> activated(const std::vector<float>& gateUp, int token) const {
    const float* gates = gateUp.data() + 2 * static_cast<size_t>(token) * width_;
    std::vector<double> row(width_);
    for (int i = 0; i < width_; ++i) {
      const double gate = gates[i], up = gates[i + width_];
      row[i] = gate / (1 + std::exp(-gate)) * up;
    }
    return row;
  }

  /** A NaN, put into a row afterwards, must stay where it is. */
  void checkQuantised(const std::vector<float>& gateUp, ErrorNorm& error) {
    const HostRows clean = runQuantising();
    for (int token = 0; token < tokens_; ++token) clean.compareRow(token, activated(gateUp, token), error);
    const int row = tokens_ / 2, column = width_ / 3;
    const __nv_bfloat16* gate = arguments_.front().gateUp + 2 * static_cast<size_t>(row) * width_ + column;
    poison(const_cast<__nv_bfloat16*>(gate), 1);
    runQuantising().requireNanIn({row}, column, clean, error);
  }

  HostRows runQuantising() {
    const SiluMul& p = arguments_.front();
    poison(p.quantised, count());
    poison(p.scales, tokens_);
    runOnce();
    return HostRows::of({p.quantised, p.scales}, tokens_, width_);
  }

  size_t count() const { return static_cast<size_t>(tokens_) * width_; }

  int tokens_;
  int width_;
};

}  // namespace

std::unique_ptr<Operation> makeSiluMul(Spec& spec, const Site& site) {
  return std::make_unique<SiluMulOperation>(spec, site);
}

}  // namespace nanoflow

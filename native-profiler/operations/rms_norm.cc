#include "../../native-kernels/rows/rms_norm.h"

#include <cmath>

#include "../../native-common/wire/precision.h"
#include "operations.h"
#include "quantised_rows.h"

namespace nanoflow {
namespace {

class RmsNormOperation final : public SimpleOperation<RmsNorm, rmsNorm> {
 public:
  RmsNormOperation(Spec& spec, const Site& site)
      : SimpleOperation(site), tokens_(spec.integer("tokens")), hidden_(spec.integer("hidden")) {
    acceptDefault(spec);
    const bool fp8 = isFp8(spec, "output"), adds = spec.integer("add", 1) != 0;
    sets = site.rotations((fp8 ? 3 : 4) * count() + (adds ? 2 * count() : 0));
    for (int i = 0; i < sets; ++i) {
      RmsNorm& p = arguments_.emplace_back();
      if (adds) p.input = site.rotate ? site.input(count()) : site.mutableInput(count());
      p.residual = site.mutableInput(count());
      p.weight = site.input(hidden_);
      p.tokens = tokens_;
      p.hidden = hidden_;
      if (fp8) {
        const QuantisedRows output = outputRows(site, tokens_, hidden_);
        p.quantised = output.values;
        p.scales = output.scales;
      } else {
        p.output = site.output(count());
      }
    }
  }

  std::vector<MadeRows> made() const override {
    std::vector<MadeRows> rows;
    for (const RmsNorm& p : arguments_) rows.push_back({p.output, p.quantised, p.scales, count()});
    return rows;
  }

  void readFrom(const std::vector<MadeRows>& rows) override {
    requireRows(rows, count(), false);
    for (size_t i = 0; i < std::min(rows.size(), arguments_.size()); ++i) {
      RmsNorm& p = arguments_[i];
      if (p.input == nullptr) p.residual = rows[i].bf16;
      else p.input = rows[i].bf16;
    }
  }

  ErrorNorm check() override {
    const RmsNorm& p = arguments_.front();
    const auto before = download(p.residual, count());
    ErrorNorm error;
    if (p.quantised != nullptr) {
      checkQuantised(before, error);
    } else {
      poison(p.output, count());
      runOnce();
      const auto residual = checkedResidual(before, error);
      const auto weight = downloadFloats(p.weight, hidden_), output = downloadFloats(p.output, count());
      for (int token = 0; token < tokens_; ++token) {
        const std::vector<double> row = normalised(residual, weight, token);
        for (int i = 0; i < hidden_; ++i) error.add(output[at(token, i)], row[i]);
      }
    }
    return error;
  }

 private:
  size_t count() const { return static_cast<size_t>(tokens_) * hidden_; }
  size_t at(int token, int column) const { return static_cast<size_t>(token) * hidden_ + column; }

  /** The residual as the kernel left it, after a comparison with the sum. */
  std::vector<float> checkedResidual(const std::vector<__nv_bfloat16>& before, ErrorNorm& error) const {
    const RmsNorm& p = arguments_.front();
    const auto residual = downloadFloats(p.residual, count());
    const auto input = p.input == nullptr ? std::vector<float>(count()) : downloadFloats(p.input, count());
    for (size_t i = 0; i < count(); ++i) {
      error.add(residual[i], static_cast<double>(input[i]) + __bfloat162float(before[i]));
    }
    return residual;
  }

  /** A row's norm, of the residual as it was rounded. */
  std::vector<double> normalised(const std::vector<float>& residual, const std::vector<float>& weight,
                                 int token) const {
    double squares = 0;
    for (int i = 0; i < hidden_; ++i) squares += std::pow(static_cast<double>(residual[at(token, i)]), 2);
    const double scale = 1 / std::sqrt(squares / hidden_ + arguments_.front().epsilon);
    std::vector<double> row(hidden_);
    for (int i = 0; i < hidden_; ++i) row[i] = residual[at(token, i)] * scale * weight[i];
    return row;
  }

  /** A NaN, put into a row afterwards, must not leave it. */
  void checkQuantised(const std::vector<__nv_bfloat16>& before, ErrorNorm& error) {
    const RmsNorm& p = arguments_.front();
    const HostRows clean = runQuantising();
    const auto residual = checkedResidual(before, error);
    const auto weight = downloadFloats(p.weight, hidden_);
    for (int token = 0; token < tokens_; ++token) {
      clean.compareRow(token, normalised(residual, weight, token), error);
    }
    ::nanoflow::check(cudaMemcpy(p.residual, before.data(), count() * sizeof(before[0]), cudaMemcpyHostToDevice));
    const int row = tokens_ / 2, column = hidden_ / 3;
    poison((p.input == nullptr ? p.residual : const_cast<__nv_bfloat16*>(p.input)) + at(row, column), 1);
    runQuantising().requireNanIn({row}, column, clean, error);
  }

  HostRows runQuantising() {
    const RmsNorm& p = arguments_.front();
    poison(p.quantised, count());
    poison(p.scales, tokens_);
    runOnce();
    return HostRows::of({p.quantised, p.scales}, tokens_, hidden_);
  }

  int tokens_;
  int hidden_;
};

}  // namespace

std::unique_ptr<Operation> makeRmsNorm(Spec& spec, const Site& site) {
  return std::make_unique<RmsNormOperation>(spec, site);
}

}  // namespace nanoflow

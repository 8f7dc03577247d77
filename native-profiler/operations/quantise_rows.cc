#include "../../native-kernels/rows/quantise_rows.h"

#include "../../native-common/wire/precision.h"
#include "operations.h"
#include "quantised_rows.h"

namespace nanoflow {
namespace {

class QuantiseRowsOperation final : public SimpleOperation<QuantiseRows, quantiseRows> {
 public:
  QuantiseRowsOperation(Spec& spec, const Site& site)
      : SimpleOperation(site), tokens_(spec.integer("tokens")), width_(spec.integer("width")) {
    acceptDefault(spec);
    sets = site.rotations(3 * count());
    for (int i = 0; i < sets; ++i) {
      const QuantisedRows output = outputRows(site, tokens_, width_);
      arguments_.push_back({site.rotate ? site.input(count()) : site.mutableInput(count()), output.values,
                            output.scales, tokens_, width_});
    }
  }

  std::vector<MadeRows> made() const override {
    std::vector<MadeRows> rows;
    for (const QuantiseRows& p : arguments_) rows.push_back({.fp8 = p.output, .scales = p.scales, .count = count()});
    return rows;
  }

  void readFrom(const std::vector<MadeRows>& rows) override {
    requireRows(rows, count(), false);
    for (size_t i = 0; i < std::min(rows.size(), arguments_.size()); ++i) arguments_[i].input = rows[i].bf16;
  }

  /** A NaN, put into a row afterwards, must stay where it is. */
  ErrorNorm check() override {
    const HostRows clean = run();
    const QuantiseRows& p = arguments_.front();
    const auto input = downloadFloats(p.input, count());
    ErrorNorm error;
    for (int token = 0; token < tokens_; ++token) {
      const auto row = input.begin() + static_cast<size_t>(token) * width_;
      clean.compareRow(token, {row, row + width_}, error);
    }
    const int row = tokens_ / 2, column = width_ / 3;
    poison(const_cast<__nv_bfloat16*>(p.input) + static_cast<size_t>(row) * width_ + column, 1);
    run().requireNanIn({row}, column, clean, error);
    return error;
  }

 private:
  size_t count() const { return static_cast<size_t>(tokens_) * width_; }

  HostRows run() {
    const QuantiseRows& p = arguments_.front();
    poison(p.output, count());
    poison(p.scales, tokens_);
    runOnce();
    return HostRows::of({p.output, p.scales}, tokens_, width_);
  }

  int tokens_;
  int width_;
};

}  // namespace

std::unique_ptr<Operation> makeQuantiseRows(Spec& spec, const Site& site) {
  if (spec.has("output") && !isFp8(spec, "output")) throw std::invalid_argument("quantise_rows writes FP8 alone");
  return std::make_unique<QuantiseRowsOperation>(spec, site);
}

}  // namespace nanoflow

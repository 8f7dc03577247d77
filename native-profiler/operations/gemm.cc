#include "../../native-kernels/product/gemm.h"

#include "gemm_shape.h"
#include "operations.h"
#include "own_product.h"
#include "product_check.h"

namespace nanoflow {
namespace {

class GemmOperation final : public Operation {
 public:
  GemmOperation(Spec& spec, const Site& site, const GemmShape& shape)
      : site_(site), shape_(shape), plan_(choose(spec, site)) {
    const size_t inputs = static_cast<size_t>(shape_.m) * shape_.k, weights = static_cast<size_t>(shape_.n) * shape_.k;
    const size_t outputs = static_cast<size_t>(shape_.m) * shape_.n;
    sets = site.rotations(2 * (inputs + weights + outputs));
    for (int i = 0; i < sets; ++i) matrices_.push_back({site.input(inputs), site.input(weights), site.output(outputs)});
    lanes = {site.lane};
  }

  void launch(int set) override {
    const Matrices& at = matrices_[set];
    plan_.run(at.input, at.weight, at.output, site_.device.gemmWorkspace(site_.side), site_.lane.stream());
  }

  std::vector<MadeRows> made() const override {
    std::vector<MadeRows> rows;
    const size_t count = static_cast<size_t>(shape_.m) * shape_.n;
    for (const Matrices& at : matrices_) rows.push_back({.bf16 = at.output, .count = count});
    return rows;
  }

  void readFrom(const std::vector<MadeRows>& rows) override {
    requireRows(rows, static_cast<size_t>(shape_.m) * shape_.k, false);
    for (size_t i = 0; i < std::min(rows.size(), matrices_.size()); ++i) matrices_[i].input = rows[i].bf16;
  }

  ErrorNorm check() override {
    runForCheck(*this, shape_, matrices_.front().output);
    ErrorNorm error;
    compareProduct(shape_, matrices_.front(), site_.random, error);
    return error;
  }

 private:
  GemmPlan choose(Spec& spec, const Site& site) {
    implementation = spec.text("impl", "");
    if (implementation.empty()) implementation = site.device.gpu.gemm.preferred(shape_, site.lane.gemmSmTarget);
    return site.device.gpu.gemm.plan(shape_, implementation, site.lane.gemmSmTarget);
  }

  Site site_;
  GemmShape shape_;
  GemmPlan plan_;
  std::vector<Matrices> matrices_;
};

}  // namespace

std::unique_ptr<Operation> makeGemm(Spec& spec, const Site& site) {
  GemmShape shape = readGemmShape(spec);
  shape.addsToOutput = addsResidual(spec);
  const std::string name = spec.text("impl", "");
  if (shape.addsToOutput && isOwnProduct(name)) {
    throw std::invalid_argument("our own products have no epilogue: leave out epilogue=residual-add");
  }
  if (shape.format.fp8) return makeScaledGemm(spec, site, shape);
  if (!isOwnProduct(name)) return std::make_unique<GemmOperation>(spec, site, shape);
  return makeOwnProduct(name, site, shape.n, shape.k, {0, shape.m});
}

}  // namespace nanoflow

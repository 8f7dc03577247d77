#include "../../native-common/wire/precision.h"
#include "gemm_shape.h"
#include "own_product.h"
#include "product_check.h"
#include "quantised_rows.h"
#include "scaled_product_check.h"

namespace nanoflow {
namespace {

class ScaledGemmOperation final : public Operation {
 public:
  ScaledGemmOperation(Spec& spec, const Site& site, const GemmShape& shape)
      : site_(site), shape_(shape), plan_(choose(spec, site)) {
    const size_t outputs = static_cast<size_t>(shape.m) * shape.n;
    sets = site.rotations((static_cast<size_t>(shape.m) + shape.n) * shape.k + 2 * outputs);
    for (int i = 0; i < sets; ++i) {
      const QuantisedRows input = randomRows(site, shape.m, shape.k), weight = randomRows(site, shape.n, shape.k);
      products_.push_back({input.values, input.scales, weight.values, weight.scales, site.output(outputs)});
    }
    lanes = {site.lane};
  }

  void launch(int set) override {
    plan_.run(products_[set], site_.device.gemmWorkspace(site_.side), site_.lane.stream());
  }

  std::vector<MadeRows> made() const override {
    std::vector<MadeRows> rows;
    for (const ScaledProduct& p : products_) {
      rows.push_back({.bf16 = p.output, .count = static_cast<size_t>(shape_.m) * shape_.n});
    }
    return rows;
  }

  void readFrom(const std::vector<MadeRows>& rows) override {
    requireRows(rows, static_cast<size_t>(shape_.m) * shape_.k, true);
    for (size_t i = 0; i < std::min(rows.size(), products_.size()); ++i) {
      products_[i].input = rows[i].fp8;
      products_[i].inputScales = rows[i].scales;
    }
  }

  ErrorNorm check() override {
    const ScaledProduct& p = products_.front();
    runForCheck(*this, shape_, p.output);
    ErrorNorm error;
    compareScaledProduct(shape_, p, site_.random, error);
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
  std::vector<ScaledProduct> products_;
};

bool wantsFastSums(Spec& spec) {
  const std::string accumulation = spec.text("accumulation", "fp32");
  if (accumulation != "fp32" && accumulation != "fast") {
    throw std::invalid_argument("'accumulation=" + accumulation + "' is none of fp32, fast");
  }
  return accumulation == "fast";
}

}  // namespace

GemmFormat readGemmFormat(Spec& spec) {
  const GemmFormat format{isFp8(spec, "operands"), wantsFastSums(spec)};
  if (format.fastSums && !format.fp8) throw std::invalid_argument("only FP8 products have fast sums");
  return format;
}

void requireFastSums(const GemmFormat& format) {
  if (!format.fastSums) throw std::invalid_argument("our own FP8 products have fast sums alone: accumulation=fast");
}

GemmShape readGemmShape(Spec& spec) {
  return {spec.integer("m"), spec.integer("n"), spec.integer("k"), readGemmFormat(spec)};
}

bool addsResidual(Spec& spec) {
  const std::string epilogue = spec.text("epilogue", "none");
  if (epilogue != "none" && epilogue != "residual-add") {
    throw std::invalid_argument("'epilogue=" + epilogue + "' is none of none, residual-add");
  }
  return epilogue == "residual-add";
}

std::unique_ptr<Operation> makeScaledGemm(Spec& spec, const Site& site, const GemmShape& shape) {
  const std::string name = spec.text("impl", "");
  if (isOwnProduct(name)) {
    requireFastSums(shape.format);
    return makeScaledOwnProduct(name, site, shape.n, shape.k, {0, shape.m});
  }
  if (site.device.gpu.properties.major < 9) {
    throw UnsupportedError("FP8 products with a scale a row need compute capability 9.0");
  }
  return std::make_unique<ScaledGemmOperation>(spec, site, shape);
}

}  // namespace nanoflow

#include "../../native-common/wire/precision.h"
#include "gemm_shape.h"
#include "product_check.h"
#include "quantised_rows.h"

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

  ErrorNorm check() override {
    const size_t outputs = static_cast<size_t>(shape_.m) * shape_.n;
    const ScaledProduct& p = products_.front();
    poison(p.output, outputs);
    launch(0);
    ::nanoflow::check(cudaStreamSynchronize(site_.lane.stream()));
    const auto weightRow = [&](size_t column) {
      auto* values = const_cast<__nv_fp8_e4m3*>(p.weight) + column * shape_.k;
      return floats({values, const_cast<float*>(p.weightScales) + column}, 1);
    };
    const QuantisedRows input{const_cast<__nv_fp8_e4m3*>(p.input), const_cast<float*>(p.inputScales)};
    ErrorNorm error;
    compareProduct(shape_, {floats(input, shape_.m), downloadFloats(p.output, outputs), weightRow}, site_.random,
                   error);
    return error;
  }

 private:
  GemmPlan choose(Spec& spec, const Site& site) {
    implementation = spec.text("impl", "");
    if (implementation.empty()) implementation = site.device.gpu.gemm.preferred(shape_, site.lane.gemmSmTarget);
    return site.device.gpu.gemm.plan(shape_, implementation, site.lane.gemmSmTarget);
  }

  /** What rows of an operand stand for. */
  std::vector<float> floats(const QuantisedRows& rows, size_t count) const {
    const HostRows host = HostRows::of(rows, count, shape_.k);
    std::vector<float> values;
    values.reserve(host.values.size());
    for (size_t row = 0; row < count; ++row) {
      for (int i = 0; i < shape_.k; ++i) values.push_back(static_cast<float>(host.at(row, i)));
    }
    return values;
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

GemmShape readGemmShape(Spec& spec) {
  GemmShape shape{spec.integer("m"), spec.integer("n"), spec.integer("k")};
  shape.format.fp8 = isFp8(spec, "operands");
  shape.format.fastSums = wantsFastSums(spec);
  if (shape.format.fastSums && !shape.format.fp8) throw std::invalid_argument("only FP8 products have fast sums");
  return shape;
}

std::unique_ptr<Operation> makeScaledGemm(Spec& spec, const Site& site, const GemmShape& shape) {
  if (site.device.gpu.properties.major < 9) {
    throw UnsupportedError("FP8 products with a scale a row need compute capability 9.0");
  }
  return std::make_unique<ScaledGemmOperation>(spec, site, shape);
}

}  // namespace nanoflow

#include "own_product.h"

#include "../../native-kernels/device/implementation.h"
#include "../../native-kernels/expert/grouped_gemm.h"
#include "product_check.h"
#include "quantised_rows.h"
#include "scaled_product_check.h"

namespace nanoflow {
namespace {

class OwnProduct final : public Operation {
 public:
  OwnProduct(const std::string& name, const Site& site, int width, int depth, std::vector<int> offsets)
      : site_(site), tile_(implementationNamed(groupedGemmTiles, name)), offsets_(std::move(offsets)) {
    implementation = name;
    const int rows = offsets_.back(), experts = static_cast<int>(offsets_.size()) - 1;
    const size_t inputs = static_cast<size_t>(rows) * depth, outputs = static_cast<size_t>(rows) * width;
    const size_t weights = static_cast<size_t>(experts) * width * depth;
    sets = site.rotations(2 * (inputs + weights + outputs));
    const int* onDevice = site.upload(offsets_);
    const int smCount = site.device.gpu.properties.multiProcessorCount;
    float* partials = site.device.scratch->take<float>(groupedGemmPartialFloats(smCount));
    int* counters = site.upload(std::vector<int>(smCount, 0));
    for (int i = 0; i < sets; ++i) {
      arguments_.push_back({site.input(inputs), site.input(weights), onDevice, site.output(outputs), rows, width, depth,
                            experts, partials, counters});
    }
    lanes = {site.lane};
  }

  void launch(int set) override { groupedGemm(arguments_[set], site_.lane.gemmPlacement(), tile_.rows, tile_.columns); }

  std::vector<MadeRows> made() const override {
    std::vector<MadeRows> rows;
    for (const GroupedGemm& p : arguments_) {
      rows.push_back({.bf16 = p.output, .count = static_cast<size_t>(p.rows) * p.n});
    }
    return rows;
  }

  void readFrom(const std::vector<MadeRows>& rows) override {
    const GroupedGemm& first = arguments_.front();
    requireRows(rows, static_cast<size_t>(first.rows) * first.k, false);
    for (size_t i = 0; i < std::min(rows.size(), arguments_.size()); ++i) arguments_[i].input = rows[i].bf16;
  }

  ErrorNorm check() override {
    const GroupedGemm& p = arguments_.front();
    launch(0);
    ::nanoflow::check(cudaStreamSynchronize(site_.lane.stream()));
    poison(p.output, static_cast<size_t>(p.rows) * p.n);
    launch(0);  // finds the counters as the first left them
    ::nanoflow::check(cudaStreamSynchronize(site_.lane.stream()));
    ErrorNorm error;
    for (int e = 0; e < p.experts; ++e) {
      const size_t row = offsets_[e];
      const GemmShape shape{offsets_[e + 1] - offsets_[e], p.n, p.k};
      if (shape.m == 0) continue;
      const Matrices part{p.input + row * p.k, p.weight + static_cast<size_t>(e) * p.n * p.k, p.output + row * p.n};
      compareProduct(shape, part, site_.random, error);
    }
    return error;
  }

 private:
  Site site_;
  GroupedGemmTile tile_;
  std::vector<int> offsets_;
  std::vector<GroupedGemm> arguments_;
};

/** The same in FP8. */
class ScaledOwnProduct final : public Operation {
 public:
  ScaledOwnProduct(const std::string& name, const Site& site, int width, int depth, std::vector<int> offsets)
      : site_(site), tile_(implementationNamed(groupedGemmTiles, name)), offsets_(std::move(offsets)) {
    implementation = name;
    const int rows = offsets_.back(), experts = static_cast<int>(offsets_.size()) - 1;
    const size_t outputs = static_cast<size_t>(rows) * width;
    sets = site.rotations((static_cast<size_t>(rows) + static_cast<size_t>(experts) * width) * depth + 2 * outputs);
    GroupedGemm shape;
    shape.expertOffsets = site.upload(offsets_);
    shape.rows = rows;
    shape.n = width;
    shape.k = depth;
    shape.experts = experts;
    const int smCount = site.device.gpu.properties.multiProcessorCount;
    shape.partials = site.device.scratch->take<float>(groupedGemmPartialFloats(smCount));
    shape.counters = site.upload(std::vector<int>(smCount, 0));
    for (int i = 0; i < sets; ++i) {
      const QuantisedRows input = randomRows(site, rows, depth), weight = randomRows(site, experts * width, depth);
      shape.output = site.output(outputs);
      arguments_.push_back({input.values, input.scales, weight.values, weight.scales, shape});
    }
    lanes = {site.lane};
  }

  void launch(int set) override { groupedGemm(arguments_[set], site_.lane.gemmPlacement(), tile_.rows, tile_.columns); }

  std::vector<MadeRows> made() const override {
    std::vector<MadeRows> rows;
    for (const ScaledGroupedGemm& p : arguments_) {
      rows.push_back({.bf16 = p.shape.output, .count = static_cast<size_t>(p.shape.rows) * p.shape.n});
    }
    return rows;
  }

  void readFrom(const std::vector<MadeRows>& rows) override {
    const GroupedGemm& shape = arguments_.front().shape;
    requireRows(rows, static_cast<size_t>(shape.rows) * shape.k, true);
    for (size_t i = 0; i < std::min(rows.size(), arguments_.size()); ++i) {
      arguments_[i].input = rows[i].fp8;
      arguments_[i].inputScales = rows[i].scales;
    }
  }

  ErrorNorm check() override {
    const ScaledGroupedGemm& p = arguments_.front();
    const GroupedGemm& shape = p.shape;
    launch(0);
    ::nanoflow::check(cudaStreamSynchronize(site_.lane.stream()));
    poison(shape.output, static_cast<size_t>(shape.rows) * shape.n);
    launch(0);  // finds the counters as the first left them
    ::nanoflow::check(cudaStreamSynchronize(site_.lane.stream()));
    ErrorNorm error;
    for (int e = 0; e < shape.experts; ++e) {
      const size_t row = offsets_[e], firstWeight = static_cast<size_t>(e) * shape.n;
      const int rows = offsets_[e + 1] - offsets_[e];
      if (rows == 0) continue;
      const ScaledProduct part{p.input + row * shape.k, p.inputScales + row, p.weight + firstWeight * shape.k,
                               p.weightScales + firstWeight, shape.output + row * shape.n};
      compareScaledProduct({rows, shape.n, shape.k}, part, site_.random, error);
    }
    return error;
  }

 private:
  Site site_;
  GroupedGemmTile tile_;
  std::vector<int> offsets_;
  std::vector<ScaledGroupedGemm> arguments_;
};

}  // namespace

bool isOwnProduct(const std::string& implementation) { return implementation.starts_with("own."); }

std::vector<std::string> ownProducts(const Gpu& gpu) {
  if (gpu.properties.major != 9 || gpu.properties.minor != 0) return {};
  std::vector<std::string> names;
  for (const GroupedGemmTile& tile : groupedGemmTiles) names.push_back(tile.name);
  return names;
}

std::unique_ptr<Operation> makeOwnProduct(const std::string& implementation, const Site& site, int width, int depth,
                                          std::vector<int> offsets) {
  return std::make_unique<OwnProduct>(implementation, site, width, depth, std::move(offsets));
}

std::unique_ptr<Operation> makeScaledOwnProduct(const std::string& implementation, const Site& site, int width,
                                                int depth, std::vector<int> offsets) {
  return std::make_unique<ScaledOwnProduct>(implementation, site, width, depth, std::move(offsets));
}

}  // namespace nanoflow

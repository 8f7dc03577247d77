#include <algorithm>

#include "../../native-kernels/gemm.h"
#include "operations.h"
#include "own_product.h"
#include "product_check.h"

namespace nanoflow {
namespace {

/** Rows of each expert when `tokens * topk` choices fall evenly, the first experts taking the rest. */
std::vector<int> balancedRows(int experts, long choices) {
  if (experts <= 0 || choices <= 0) throw std::invalid_argument("experts, topk and m must be positive");
  std::vector<int> rows(experts, static_cast<int>(choices / experts));
  for (int i = 0; i < choices % experts; ++i) ++rows[i];
  return rows;
}

/** One cuBLASLt GEMM per expert, back to back, on consecutive rows. */
class ExpertByExpert final : public Operation {
 public:
  ExpertByExpert(Spec& spec, const Site& site)
      : site_(site),
        width_(spec.integer("n")),
        depth_(spec.integer("k")),
        rows_(balancedRows(spec.integer("experts"), static_cast<long>(spec.integer("m")) * spec.integer("topk"))) {
    implementation = spec.text("impl", "");
    if (implementation.empty()) implementation = site.device.gemm.preferred(shape(0), site.gemmSmTarget);
    plans_.emplace(rows_.front(), plan(rows_.front()));
    if (rows_.back() > 0 && rows_.back() != rows_.front()) plans_.emplace(rows_.back(), plan(rows_.back()));

    size_t total = 0;
    for (const int rows : rows_) total += rows;
    const size_t weights = rows_.size() * width_ * depth_;
    sets = site.rotations(2 * (total * (width_ + depth_) + weights));
    for (int i = 0; i < sets; ++i) {
      matrices_.push_back({site.input(total * depth_), site.input(weights), site.output(total * width_)});
    }
    lanes = {site.lane()};
  }

  void launch(int set) override {
    forEachExpert(matrices_[set], [&](int expert, const Matrices& part) {
      plans_.at(rows_[expert])
          .run(part.input, part.weight, part.output, site_.device.gemmWorkspace(site_.side), site_.placement.stream);
    });
  }

  ErrorNorm check() override {
    size_t total = 0;
    for (const int rows : rows_) total += rows;
    poison(matrices_.front().output, total * width_);
    launch(0);
    ::nanoflow::check(cudaStreamSynchronize(site_.placement.stream));
    ErrorNorm error;
    forEachExpert(matrices_.front(),
                  [&](int expert, const Matrices& part) { compareProduct(shape(expert), part, site_.random, error); });
    return error;
  }

 private:
  GemmShape shape(int expert) const { return {rows_[expert], width_, depth_}; }
  GemmPlan plan(int rows) const {
    return site_.device.gemm.plan({rows, width_, depth_}, implementation, site_.gemmSmTarget);
  }

  template <typename Visit>
  void forEachExpert(const Matrices& all, Visit visit) const {
    size_t row = 0;
    for (size_t expert = 0; expert < rows_.size(); ++expert) {
      if (rows_[expert] == 0) break;
      visit(static_cast<int>(expert),
            Matrices{all.input + row * depth_, all.weight + expert * width_ * depth_, all.output + row * width_});
      row += rows_[expert];
    }
  }

  Site site_;
  int width_;
  int depth_;
  std::vector<int> rows_;
  std::map<int, GemmPlan> plans_;
  std::vector<Matrices> matrices_;
};

/** First row of each expert, and the end. A check deals the rows at random: some experts get none. */
std::vector<int> expertOffsets(int experts, long choices, const Site& site) {
  std::vector<int> offsets = {0};
  for (const int rows : balancedRows(experts, choices)) offsets.push_back(offsets.back() + rows);
  if (site.rotate) return offsets;
  for (int e = 1; e < experts; ++e) offsets[e] = static_cast<int>(site.random() % (choices + 1));
  std::sort(offsets.begin(), offsets.end());
  return offsets;
}

}  // namespace

std::unique_ptr<Operation> makeGroupedGemm(Spec& spec, const Site& site) {
  const std::string name = spec.text("impl", "");
  if (!isOwnProduct(name)) return std::make_unique<ExpertByExpert>(spec, site);
  const long choices = static_cast<long>(spec.integer("m")) * spec.integer("topk");
  return makeOwnProduct(name, site, spec.integer("n"), spec.integer("k"),
                        expertOffsets(spec.integer("experts"), choices, site));
}

std::vector<std::string> listImplementations(Spec& spec, const Site& site, int most) {
  const std::string op = spec.text("op");
  const int n = spec.integer("n"), k = spec.integer("k"), m = spec.integer("m");
  int rows = m;
  if (op == "grouped_gemm") {
    rows = balancedRows(spec.integer("experts"), static_cast<long>(m) * spec.integer("topk")).front();
  } else if (op != "gemm") {
    throw std::invalid_argument("op '" + op + "' has no list of implementations");
  }
  std::vector<std::string> names = ownProducts(site.device);
  const int others = most - static_cast<int>(names.size());
  for (std::string& name : site.device.gemm.implementations({rows, n, k}, site.gemmSmTarget, others)) {
    names.push_back(std::move(name));
  }
  return names;
}

}  // namespace nanoflow

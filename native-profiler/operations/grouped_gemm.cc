#include <algorithm>
#include <numeric>

#include "../../native-kernels/product/gemm.h"
#include "gemm_shape.h"
#include "operations.h"
#include "own_product.h"
#include "product_check.h"

namespace nanoflow {
namespace {

/** Rows of each expert when `choices` fall evenly, the first experts taking the rest. */
std::vector<int> evenRows(int experts, long choices) {
  std::vector<int> rows(experts, static_cast<int>(choices / experts));
  for (int i = 0; i < choices % experts; ++i) ++rows[i];
  return rows;
}

/** Rows of each expert when every token chooses `topk` different experts at random; always the same draw. */
std::vector<int> randomRows(int experts, int tokens, int topk) {
  std::mt19937_64 random(experts);
  std::vector<int> rows(experts), order(experts);
  std::iota(order.begin(), order.end(), 0);
  for (int token = 0; token < tokens; ++token) {
    for (int j = 0; j < topk; ++j) {
      std::swap(order[j], order[j + random() % (experts - j)]);
      ++rows[order[j]];
    }
  }
  return rows;
}

/** Rows of each expert: `m` tokens, each to `topk` of `experts`, dealt as `routing` says. */
std::vector<int> readRows(Spec& spec) {
  const int experts = spec.integer("experts"), tokens = spec.integer("m"), topk = spec.integer("topk");
  if (tokens <= 0 || topk <= 0 || experts < topk) {
    throw std::invalid_argument("m and topk must be positive, topk at most experts");
  }
  const std::string routing = spec.text("routing", "even");
  if (routing == "even") return evenRows(experts, static_cast<long>(tokens) * topk);
  if (routing == "random") return randomRows(experts, tokens, topk);
  throw std::invalid_argument("'routing=" + routing + "' is none of even, random");
}

int largest(const std::vector<int>& rows) { return *std::max_element(rows.begin(), rows.end()); }

/** One cuBLASLt GEMM per expert, back to back, on consecutive rows. */
class ExpertByExpert final : public Operation {
 public:
  ExpertByExpert(Spec& spec, const Site& site)
      : site_(site),
        width_(spec.integer("n")),
        depth_(spec.integer("k")),
        rows_(readRows(spec)) {
    implementation = spec.text("impl", "");
    const GemmShape widest{largest(rows_), width_, depth_};
    if (implementation.empty()) implementation = site.device.gpu.gemm.preferred(widest, site.lane.gemmSmTarget);
    size_t total = 0;
    for (const int rows : rows_) {
      total += rows;
      if (rows > 0 && !plans_.contains(rows)) plans_.emplace(rows, plan(rows));
    }
    const size_t weights = rows_.size() * width_ * depth_;
    sets = site.rotations(2 * (total * (width_ + depth_) + weights));
    for (int i = 0; i < sets; ++i) {
      matrices_.push_back({site.input(total * depth_), site.input(weights), site.output(total * width_)});
    }
    lanes = {site.lane};
  }

  void launch(int set) override {
    forEachExpert(matrices_[set], [&](int expert, const Matrices& part) {
      plans_.at(rows_[expert])
          .run(part.input, part.weight, part.output, site_.device.gemmWorkspace(site_.side), site_.lane.stream());
    });
  }

  ErrorNorm check() override {
    size_t total = 0;
    for (const int rows : rows_) total += rows;
    poison(matrices_.front().output, total * width_);
    launch(0);
    ::nanoflow::check(cudaStreamSynchronize(site_.lane.stream()));
    ErrorNorm error;
    forEachExpert(matrices_.front(),
                  [&](int expert, const Matrices& part) { compareProduct(shape(expert), part, site_.random, error); });
    return error;
  }

 private:
  GemmShape shape(int expert) const { return {rows_[expert], width_, depth_}; }
  GemmPlan plan(int rows) const {
    return site_.device.gpu.gemm.plan({rows, width_, depth_}, implementation, site_.lane.gemmSmTarget);
  }

  template <typename Visit>
  void forEachExpert(const Matrices& all, Visit visit) const {
    size_t row = 0;
    for (size_t expert = 0; expert < rows_.size(); ++expert) {
      if (rows_[expert] == 0) continue;
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
std::vector<int> expertOffsets(const std::vector<int>& rows, const Site& site) {
  std::vector<int> offsets = {0};
  for (const int count : rows) offsets.push_back(offsets.back() + count);
  if (site.rotate) return offsets;
  for (size_t e = 1; e < rows.size(); ++e) offsets[e] = static_cast<int>(site.random() % (offsets.back() + 1));
  std::sort(offsets.begin(), offsets.end());
  return offsets;
}

}  // namespace

std::unique_ptr<Operation> makeGroupedGemm(Spec& spec, const Site& site) {
  const std::string name = spec.text("impl", "");
  const GemmFormat format = readGemmFormat(spec);
  if (format.fp8) {
    requireFastSums(format);
    if (!isOwnProduct(name)) throw std::invalid_argument("in FP8 grouped_gemm has our own implementations alone");
    return makeScaledOwnProduct(name, site, spec.integer("n"), spec.integer("k"),
                                expertOffsets(readRows(spec), site));
  }
  if (!isOwnProduct(name)) return std::make_unique<ExpertByExpert>(spec, site);
  return makeOwnProduct(name, site, spec.integer("n"), spec.integer("k"), expertOffsets(readRows(spec), site));
}

ImplementationList listImplementations(Spec& spec, const Site& site, int most) {
  const std::string op = spec.text("op");
  GemmShape shape = readGemmShape(spec);
  if (op == "grouped_gemm") {
    shape.m = largest(readRows(spec));
  } else if (op != "gemm") {
    throw std::invalid_argument("op '" + op + "' has no list of implementations");
  }
  const bool own = !shape.format.fp8 || shape.format.fastSums;
  ImplementationList list{own ? ownProducts(site.device.gpu) : std::vector<std::string>{}, ""};
  if (op == "grouped_gemm" && shape.format.fp8) {
    requireFastSums(shape.format);
    if (list.names.empty()) throw UnsupportedError("grouped_gemm in FP8 needs compute capability 9.0");
    list.preferred = list.names.front();  // cuBLASLt has none
    return list;
  }
  const GemmLibrary& library = site.device.gpu.gemm;
  list.preferred = library.preferred(shape, site.lane.gemmSmTarget);
  list.names.push_back(list.preferred);
  // Expert by expert, the host must know how many rows each has: of cuBLASLt only its own choice, to compare with.
  if (op == "grouped_gemm") return list;
  const bool clusters = !site.lane.placement.scattered;
  for (std::string& name : library.implementations(shape, site.lane.gemmSmTarget, most, clusters)) {
    if (static_cast<int>(list.names.size()) == most) break;
    if (name != list.preferred) list.names.push_back(std::move(name));
  }
  return list;
}

}  // namespace nanoflow

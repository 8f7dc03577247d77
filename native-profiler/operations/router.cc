#include "../../native-kernels/expert/router.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "operations.h"

namespace nanoflow {
namespace {

using Kernel = void (*)(const Router&, const Placement&);

Kernel kernelNamed(const std::string& implementation) {
  if (implementation == "default") return router;
  if (implementation == "mma") return routerMma;
  throw std::invalid_argument("unknown implementation '" + implementation + "', known: default, mma");
}

class RouterOperation final : public SimpleOperation<Router, router> {
 public:
  RouterOperation(Spec& spec, const Site& site)
      : SimpleOperation(site),
        tokens_(spec.integer("tokens")),
        hidden_(spec.integer("hidden")),
        experts_(spec.integer("experts")),
        topk_(spec.integer("topk")),
        shared_(spec.integer("shared", 0)),
        renormalize_(spec.integer("renormalize", 1) != 0) {
    if (shared_ < 0 || shared_ > 1) throw std::invalid_argument("'shared' is 0 or 1");
    implementation = spec.text("impl", "default");
    kernel_ = kernelNamed(implementation);
    sets = site.rotations(2 * static_cast<size_t>(hidden_) * (tokens_ + outputs()));
    for (int i = 0; i < sets; ++i) arguments_.push_back(buildSet(site));
  }

  void launch(int set) override { kernel_(arguments_[set], placement_); }

  /**
   * Weights of the chosen experts against a double-precision router. A choice other than the reference's is accepted
   * where the logits differ by less than the rounding of fp32 sums. The permutation must match exactly.
   */
  ErrorNorm check() override {
    poison(arguments_.front().expertWeights, pairs());
    poison(arguments_.front().experts, pairs());
    poison(arguments_.front().expertRows, pairs());
    poison(arguments_.front().sourceRows, pairs());
    poison(arguments_.front().expertOffsets, experts_ + 1);
    poison(arguments_.front().groupCounts, routerScratchBytes(tokens_));
    if (shared_ == 1) poison(arguments_.front().sharedGate, tokens_);
    const Router& p = runOnce();
    const auto input = downloadFloats(p.input, static_cast<size_t>(tokens_) * hidden_);
    const auto weight = downloadFloats(p.weight, static_cast<size_t>(outputs()) * hidden_);
    const auto experts = download(p.experts, pairs());
    const auto weights = download(p.expertWeights, pairs());
    const auto gates = shared_ == 1 ? download(p.sharedGate, tokens_) : std::vector<float>();
    ErrorNorm error;
    for (int token = 0; token < tokens_; ++token) {
      std::vector<double> logits(outputs());
      for (int e = 0; e < outputs(); ++e) {
        for (int i = 0; i < hidden_; ++i) {
          logits[e] += static_cast<double>(input[static_cast<size_t>(token) * hidden_ + i]) *
                       weight[static_cast<size_t>(e) * hidden_ + i];
        }
      }
      if (shared_ == 1) error.add(gates[token], 1 / (1 + std::exp(-logits.back())));
      logits.resize(experts_);
      compareChoice(logits, &experts[static_cast<size_t>(token) * topk_], &weights[static_cast<size_t>(token) * topk_],
                    error);
    }
    comparePermutation(p, experts, error);
    return error;
  }

 private:
  int outputs() const { return experts_ + shared_; }
  size_t pairs() const { return static_cast<size_t>(tokens_) * topk_; }

  Router buildSet(const Site& site) const {
    Arena& scratch = *site.device.scratch;
    return {site.input(static_cast<size_t>(tokens_) * hidden_),
            site.input(static_cast<size_t>(outputs()) * hidden_),
            scratch.take<int>(pairs()),
            scratch.take<float>(pairs()),
            scratch.take<int>(experts_ + 1),
            scratch.take<int>(pairs()),
            scratch.take<int>(pairs()),
            scratch.take<unsigned char>(routerScratchBytes(tokens_)),
            tokens_,
            hidden_,
            experts_,
            topk_,
            renormalize_,
            shared_ == 1 ? scratch.take<float>(tokens_) : nullptr};
  }

  void compareChoice(const std::vector<double>& logits, const int* experts, const float* weights,
                     ErrorNorm& error) const {
    std::vector<int> order(experts_);
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return logits[a] > logits[b]; });
    double mass = 0;
    for (int j = 0; j < (renormalize_ ? topk_ : experts_); ++j) mass += std::exp(logits[order[j]] - logits[order[0]]);
    constexpr double kRounding = 1e-3;
    for (int j = 0; j < topk_; ++j) {
      const bool isNew = std::find(experts, experts + j, experts[j]) == experts + j;
      const bool valid = isNew && experts[j] >= 0 && experts[j] < experts_ &&
                         std::abs(logits[experts[j]] - logits[order[j]]) < kRounding;
      const double reference = std::exp(logits[order[j]] - logits[order[0]]) / mass;
      error.add(valid ? weights[j] : NAN, reference);
    }
  }

  void comparePermutation(const Router& p, const std::vector<int>& experts, ErrorNorm& error) const {
    const auto offsets = download(p.expertOffsets, experts_ + 1);
    const auto rows = download(p.expertRows, pairs()), sources = download(p.sourceRows, pairs());
    int row = 0;
    bool same = true;
    for (int e = 0; e < experts_; ++e) {
      same = same && offsets[e] == row;
      for (size_t i = 0; i < pairs(); ++i) {
        if (experts[i] != e) continue;
        same = same && rows[i] == row && sources[row] == static_cast<int>(i) / topk_;
        ++row;
      }
    }
    if (!same || offsets[experts_] != row || row != static_cast<int>(pairs())) error.add(NAN, 0);
  }

  Kernel kernel_;
  int tokens_;
  int hidden_;
  int experts_;
  int topk_;
  int shared_;  // gates of shared experts: 0 or 1
  bool renormalize_;
};

}  // namespace

std::unique_ptr<Operation> makeRouter(Spec& spec, const Site& site) {
  return std::make_unique<RouterOperation>(spec, site);
}

}  // namespace nanoflow

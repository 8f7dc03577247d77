#include "../../native-kernels/expert/moe_combine.h"
#include "../../native-kernels/expert/moe_permute.h"

#include "../../native-common/wire/precision.h"
#include "operations.h"
#include "paged_cache.h"
#include "quantised_rows.h"

namespace nanoflow {
namespace {

/** Rows in expert order are a random permutation of (token, choice) pairs. */
class MoePermuteOperation final : public SimpleOperation<MoePermute, moePermute> {
 public:
  MoePermuteOperation(Spec& spec, const Site& site)
      : SimpleOperation(site),
        hidden_(spec.integer("hidden")),
        tokens_(spec.integer("tokens")),
        topk_(spec.integer("topk")) {
    acceptDefault(spec);
    const bool fp8 = isFp8(spec, "output");
    sets = site.rotations(static_cast<size_t>(hidden_) * (2 * tokens_ + (fp8 ? 1 : 2) * rows()));
    for (int i = 0; i < sets; ++i) {
      MoePermute& p = arguments_.emplace_back();
      p.input = site.rotate ? site.input(inputCount()) : site.mutableInput(inputCount());
      p.rows = static_cast<int>(rows());
      p.hidden = hidden_;
      p.expertRows = site.upload(shuffledPages(rows(), site.random));
      p.expertsPerToken = topk_;
      if (fp8) {
        const QuantisedRows output = outputRows(site, rows(), hidden_);
        p.quantised = output.values;
        p.scales = output.scales;
      } else {
        p.output = site.output(rows() * hidden_);
      }
    }
  }

  ErrorNorm check() override {
    if (arguments_.front().quantised != nullptr) return checkQuantised();
    poison(arguments_.front().output, rows() * hidden_);
    const MoePermute& p = runOnce();
    const auto input = downloadFloats(p.input, inputCount());
    const auto output = downloadFloats(p.output, rows() * hidden_);
    const auto expertRows = download(p.expertRows, rows());
    ErrorNorm error;
    for (size_t pair = 0; pair < rows(); ++pair) {
      for (int i = 0; i < hidden_; ++i) {
        error.add(output[static_cast<size_t>(expertRows[pair]) * hidden_ + i], input[pair / topk_ * hidden_ + i]);
      }
    }
    return error;
  }

 private:
  size_t rows() const { return static_cast<size_t>(tokens_) * topk_; }
  size_t inputCount() const { return static_cast<size_t>(tokens_) * hidden_; }

  /** A NaN, put into a token afterwards, must stay in that token's rows. */
  ErrorNorm checkQuantised() {
    const MoePermute& p = arguments_.front();
    const HostRows clean = runQuantising();
    const auto input = downloadFloats(p.input, inputCount());
    const auto expertRows = download(p.expertRows, rows());
    ErrorNorm error;
    for (size_t pair = 0; pair < rows(); ++pair) {
      const auto row = input.begin() + pair / topk_ * hidden_;
      clean.compareRow(expertRows[pair], {row, row + hidden_}, error);
    }
    const int token = tokens_ / 2, column = hidden_ / 3;
    poison(const_cast<__nv_bfloat16*>(p.input) + static_cast<size_t>(token) * hidden_ + column, 1);
    const auto first = expertRows.begin() + static_cast<size_t>(token) * topk_;
    runQuantising().requireNanIn({first, first + topk_}, column, clean, error);
    return error;
  }

  HostRows runQuantising() {
    const MoePermute& p = arguments_.front();
    poison(p.quantised, rows() * hidden_);
    poison(p.scales, rows());
    runOnce();
    return HostRows::of({p.quantised, p.scales}, rows(), hidden_);
  }

  int hidden_;
  int tokens_;
  int topk_;
};

class MoeCombineOperation final : public SimpleOperation<MoeCombine, moeCombine> {
 public:
  MoeCombineOperation(Spec& spec, const Site& site)
      : SimpleOperation(site),
        hidden_(spec.integer("hidden")),
        tokens_(spec.integer("tokens")),
        topk_(spec.integer("topk")),
        isShared_(spec.integer("shared", 0) != 0) {
    acceptDefault(spec);
    const size_t elements = static_cast<size_t>(tokens_) * hidden_;
    sets = site.rotations(2 * (elements * (isShared_ ? 2 : 1) + rows() * hidden_));
    for (int i = 0; i < sets; ++i) {
      std::vector<float> weights(rows());
      for (float& weight : weights) weight = static_cast<float>(site.random() % 1000 + 1) / 1000;
      MoeCombine call{site.input(rows() * hidden_), site.upload(weights), site.upload(shuffledPages(rows(), site.random)),
                      site.output(elements), tokens_, hidden_, topk_};
      if (isShared_) {
        std::vector<float> gates(tokens_);
        for (float& gate : gates) gate = static_cast<float>(site.random() % 1000) / 1000;
        call.shared = site.input(elements);
        call.sharedGate = site.upload(gates);
      }
      arguments_.push_back(call);
    }
  }

  ErrorNorm check() override {
    poison(arguments_.front().output, static_cast<size_t>(tokens_) * hidden_);
    const MoeCombine& p = runOnce();
    const auto input = downloadFloats(p.input, rows() * hidden_);
    const auto output = downloadFloats(p.output, static_cast<size_t>(tokens_) * hidden_);
    const auto weights = download(p.weights, rows());
    const auto expertRows = download(p.expertRows, rows());
    const auto shared = isShared_ ? downloadFloats(p.shared, output.size()) : std::vector<float>();
    const auto gates = isShared_ ? download(p.sharedGate, tokens_) : std::vector<float>();
    ErrorNorm error;
    for (size_t i = 0; i < output.size(); ++i) {
      double sum = isShared_ ? static_cast<double>(gates[i / hidden_]) * shared[i] : 0;
      for (int j = 0; j < topk_; ++j) {
        const size_t pair = i / hidden_ * topk_ + j;
        sum +=
            static_cast<double>(weights[pair]) * input[static_cast<size_t>(expertRows[pair]) * hidden_ + i % hidden_];
      }
      error.add(output[i], sum);
    }
    return error;
  }

 private:
  size_t rows() const { return static_cast<size_t>(tokens_) * topk_; }

  int hidden_;
  int tokens_;
  int topk_;
  bool isShared_;
};

}  // namespace

std::unique_ptr<Operation> makeMoePermute(Spec& spec, const Site& site) {
  return std::make_unique<MoePermuteOperation>(spec, site);
}

std::unique_ptr<Operation> makeMoeCombine(Spec& spec, const Site& site) {
  return std::make_unique<MoeCombineOperation>(spec, site);
}

}  // namespace nanoflow

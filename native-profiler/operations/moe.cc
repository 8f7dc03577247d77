#include "../../native-kernels/expert/moe_combine.h"
#include "../../native-kernels/expert/moe_permute.h"

#include "operations.h"
#include "paged_cache.h"

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
    sets = site.rotations(2 * static_cast<size_t>(hidden_) * (tokens_ + rows()));
    for (int i = 0; i < sets; ++i) {
      arguments_.push_back({site.input(static_cast<size_t>(tokens_) * hidden_), nullptr, site.output(rows() * hidden_),
                            static_cast<int>(rows()), hidden_, site.upload(shuffledPages(rows(), site.random)), topk_});
    }
  }

  ErrorNorm check() override {
    poison(arguments_.front().output, rows() * hidden_);
    const MoePermute& p = runOnce();
    const auto input = downloadFloats(p.input, static_cast<size_t>(tokens_) * hidden_);
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

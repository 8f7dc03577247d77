#include "../../native-kernels/rows/embedding.h"

#include "operations.h"

namespace nanoflow {
namespace {

class EmbeddingOperation final : public SimpleOperation<Embedding, embedding> {
 public:
  EmbeddingOperation(Spec& spec, const Site& site)
      : SimpleOperation(site),
        tokens_(spec.integer("tokens")),
        hidden_(spec.integer("hidden")),
        vocabulary_(spec.integer("vocab")) {
    acceptDefault(spec);
    if (vocabulary_ <= 0) throw std::invalid_argument("vocab must be positive");
    const __nv_bfloat16* table = site.input(static_cast<size_t>(vocabulary_) * hidden_);
    sets = site.rotations(4 * count());
    for (int i = 0; i < sets; ++i) {
      std::vector<int> ids(tokens_);
      for (int& id : ids) id = static_cast<int>(site.random() % vocabulary_);
      arguments_.push_back({table, site.upload(ids), site.output(count()), tokens_, hidden_, vocabulary_});
    }
  }

  ErrorNorm check() override {
    poison(arguments_.front().output, count());
    const Embedding& p = runOnce();
    const auto table = downloadFloats(p.table, static_cast<size_t>(vocabulary_) * hidden_);
    const auto output = downloadFloats(p.output, count());
    const auto ids = download(p.ids, tokens_);
    ErrorNorm error;
    for (size_t i = 0; i < output.size(); ++i) {
      error.add(output[i], table[static_cast<size_t>(ids[i / hidden_]) * hidden_ + i % hidden_]);
    }
    return error;
  }

 private:
  size_t count() const { return static_cast<size_t>(tokens_) * hidden_; }

  int tokens_;
  int hidden_;
  int vocabulary_;
};

}  // namespace

std::unique_ptr<Operation> makeEmbedding(Spec& spec, const Site& site) {
  return std::make_unique<EmbeddingOperation>(spec, site);
}

}  // namespace nanoflow

#include "../../native-kernels/attention/prefill_attention.h"
#include "../../native-kernels/device/implementation.h"

#include "operations.h"
#include "paged_cache.h"

namespace nanoflow {
namespace {

constexpr int kChunkTokens = 512;

/** Query tokens are dealt to sequences of up to `chunk`, each with `context` tokens cached before. */
class PrefillAttentionOperation final : public Operation {
 public:
  PrefillAttentionOperation(Spec& spec, const Site& site)
      : site_(site),
        shape_(CacheShape::read(spec)),
        tokens_(spec.integer("tokens")),
        context_(spec.integer("context")),
        chunk_(spec.integer("chunk", kChunkTokens)) {
    if (tokens_ <= 0 || chunk_ <= 0) throw std::invalid_argument("tokens and chunk must be positive");
    if (context_ < 0) throw std::invalid_argument("context must not be negative");
    implementation = spec.text("impl", prefillImplementations[0].name);
    kernel_ = implementationNamed(prefillImplementations, implementation).kernel;
    sequences_ = (tokens_ + chunk_ - 1) / chunk_;
    contexts_.assign(sequences_, context_);
    if (!site.rotate) {
      for (int& context : contexts_) context = static_cast<int>(site.random() % (context_ + 1));
    }
    for (int i = 0; i <= sequences_; ++i) starts_.push_back(std::min(i * chunk_, tokens_));
    tableStride_ = shape_.pages(context_ + std::min(tokens_, chunk_));
    pages_ = static_cast<size_t>(sequences_) * tableStride_;
    sets = site.rotations(pages_ * shape_.pageBytes() + 4 * outputs());
    for (int i = 0; i < sets; ++i) arguments_.push_back(buildSet());
    lanes = {site.lane};
  }

  void launch(int set) override { kernel_(arguments_[set], site_.lane.gemmPlacement()); }

  /** Compares all heads of up to 32 query tokens. What lies behind the chunks in the cache must not change a bit. */
  ErrorNorm check() override {
    const PrefillAttention& p = arguments_.front();
    launch(0);
    ::nanoflow::check(cudaStreamSynchronize(site_.lane.stream()));
    const auto clean = download(p.output, outputs());
    const std::vector<int>& contexts = contexts_;
    const auto table = download(p.pageTable, pages_);
    poisonBehind(shape_, p.cache, pages_, table, tableStride_, lengthsAfter(contexts));
    poison(p.output, outputs());
    launch(0);
    ::nanoflow::check(cudaStreamSynchronize(site_.lane.stream()));
    const HostCache host = HostCache::of(shape_, p.cache, pages_, table, tableStride_);
    const auto query = downloadFloats(p.query, outputs());
    const auto output = downloadFloats(p.output, outputs());
    constexpr int kMostTokens = 32;
    ErrorNorm error;
    requireSameBits(clean, download(p.output, outputs()), error);
    for (int i = 0; i < std::min(tokens_, kMostTokens); ++i) {
      const int token = tokens_ <= kMostTokens ? i : static_cast<int>(site_.random() % tokens_);
      const int sequence = token / chunk_;
      const int visible = contexts[sequence] + token - starts_[sequence] + 1;
      for (int head = 0; head < shape_.queryHeads; ++head) {
        const size_t row = (static_cast<size_t>(token) * shape_.queryHeads + head) * shape_.headSize;
        const auto reference =
            host.attend(query.data() + row, sequence, head / (shape_.queryHeads / shape_.kvHeads), visible);
        for (int d = 0; d < shape_.headSize; ++d) error.add(output[row + d], reference[d]);
      }
    }
    for (const float value : output) {
      if (!std::isfinite(value)) error.add(value, 0);
    }
    return error;
  }

 private:
  size_t outputs() const { return static_cast<size_t>(tokens_) * shape_.queryHeads * shape_.headSize; }

  /** Of every sequence, its chunk included. */
  std::vector<int> lengthsAfter(std::vector<int> contexts) const {
    for (int i = 0; i < sequences_; ++i) contexts[i] += starts_[i + 1] - starts_[i];
    return contexts;
  }

  PrefillAttention buildSet() {
    return {site_.input(outputs()),
            shape_.queryHeads * shape_.headSize,
            randomCache(shape_, pages_, site_),
            site_.upload(shuffledPages(pages_, site_.random)),
            tableStride_,
            nullptr,
            sequences_,
            planned(),
            site_.output(outputs()),
            tokens_,
            sequences_,
            std::min(tokens_, chunk_),
            shape_.queryHeads};
  }

  /** The tiles of all chunks, which a step lists once for all layers. */
  const PrefillTile* planned() const {
    PrefillPlan plan{site_.upload(starts_), site_.upload(contexts_), nullptr, tokens_, sequences_,
                     shape_.queryHeads / shape_.kvHeads};
    plan.tiles = site_.device.scratch->take<PrefillTile>(prefillTileEntries(plan.tokens, plan.group, plan.sequences));
    planPrefillAttention(plan, site_.lane.stream());
    return plan.tiles;
  }

  Site site_;
  CacheShape shape_;
  int tokens_;
  int context_;
  int chunk_;
  decltype(PrefillImplementation::kernel) kernel_ = nullptr;
  int sequences_ = 0;
  int tableStride_ = 0;
  size_t pages_ = 0;
  std::vector<int> starts_;
  std::vector<int> contexts_;
  std::vector<PrefillAttention> arguments_;
};

}  // namespace

std::unique_ptr<Operation> makePrefillAttention(Spec& spec, const Site& site) {
  return std::make_unique<PrefillAttentionOperation>(spec, site);
}

}  // namespace nanoflow

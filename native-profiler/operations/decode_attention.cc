#include "../../native-kernels/attention/decode_attention.h"
#include "../../native-kernels/device/implementation.h"

#include "operations.h"
#include "paged_cache.h"

namespace nanoflow {
namespace {

class DecodeAttentionOperation final : public Operation {
 public:
  DecodeAttentionOperation(Spec& spec, const Site& site)
      : site_(site),
        shape_(CacheShape::read(spec)),
        requests_(spec.integer("requests")),
        context_(spec.integer("context")) {
    if (requests_ <= 0 || context_ <= 0) throw std::invalid_argument("requests and context must be positive");
    implementation = spec.text("impl", decodeImplementations[0].name);
    ctasPerSm_ = implementationNamed(decodeImplementations, implementation).ctasPerSm;
    sets = site.rotations(requests_ * shape_.pages(context_) * shape_.pageBytes());
    for (int i = 0; i < sets; ++i) arguments_.push_back(buildSet());
    lanes = {site.lane};
  }

  void launch(int set) override { decodeAttention(arguments_[set], site_.lane.placement, ctasPerSm_); }

  /**
   * Compares all heads of up to 64 requests. Context lengths vary in the check, from none on. What lies behind them in
   * the cache must not change a bit.
   */
  ErrorNorm check() override {
    const DecodeAttention& p = arguments_.front();
    launch(0);
    ::nanoflow::check(cudaStreamSynchronize(site_.lane.stream()));
    const auto clean = download(p.output, outputs());
    const auto contexts = download(p.contextLengths, requests_);
    const auto table = download(p.pageTable, pages_);
    poisonBehind(shape_, p.cache, pages_, table, p.pageTableStride, contexts);
    poison(p.output, outputs());
    launch(0);  // finds the counters as the first left them
    ::nanoflow::check(cudaStreamSynchronize(site_.lane.stream()));
    const HostCache host = HostCache::of(shape_, p.cache, pages_, table, p.pageTableStride);
    const auto query = downloadFloats(p.query, outputs());
    const auto output = downloadFloats(p.output, outputs());
    constexpr int kMostRequests = 64;
    ErrorNorm error;
    requireSameBits(clean, download(p.output, outputs()), error);
    for (int i = 0; i < std::min(requests_, kMostRequests); ++i) {
      const int request = requests_ <= kMostRequests ? i : static_cast<int>(site_.random() % requests_);
      for (int head = 0; head < shape_.queryHeads; ++head) {
        const size_t row = (static_cast<size_t>(request) * shape_.queryHeads + head) * shape_.headSize;
        const auto reference =
            host.attend(query.data() + row, request, head / (shape_.queryHeads / shape_.kvHeads), contexts[request]);
        for (int d = 0; d < shape_.headSize; ++d) error.add(output[row + d], reference[d]);
      }
    }
    return error;
  }

 private:
  size_t outputs() const { return static_cast<size_t>(requests_) * shape_.queryHeads * shape_.headSize; }

  DecodeAttention buildSet() {
    std::vector<int> contexts(requests_, context_);
    if (!site_.rotate) {
      for (int& context : contexts) context = static_cast<int>(site_.random() % (context_ + 1));
    }
    const int tableStride = shape_.pages(context_);
    pages_ = static_cast<size_t>(requests_) * tableStride;
    const size_t partials = decodePartialFloats(site_.device.gpu.properties.multiProcessorCount, shape_.headSize);
    int* offsets = site_.device.scratch->take<int>(requests_ + 1);
    const int* lengths = site_.upload(contexts);
    planDecodeAttention(lengths, offsets, requests_, site_.lane.stream());
    return {site_.input(outputs()),
            shape_.queryHeads * shape_.headSize,
            randomCache(shape_, pages_, site_),
            site_.upload(shuffledPages(pages_, site_.random)),
            tableStride,
            nullptr,
            requests_,
            lengths,
            offsets,
            site_.device.scratch->take<float>(partials),
            site_.upload(std::vector<int>(static_cast<size_t>(requests_) * shape_.kvHeads, 0)),
            site_.output(outputs()),
            requests_,
            shape_.queryHeads};
  }

  Site site_;
  CacheShape shape_;
  int requests_;
  int context_;
  int ctasPerSm_;
  size_t pages_ = 0;
  std::vector<DecodeAttention> arguments_;
};

}  // namespace

std::unique_ptr<Operation> makeDecodeAttention(Spec& spec, const Site& site) {
  return std::make_unique<DecodeAttentionOperation>(spec, site);
}

}  // namespace nanoflow

#include "../../native-kernels/rows/rope_kv_append.h"

#include <cmath>

#include "operations.h"
#include "paged_cache.h"

namespace nanoflow {
namespace {

constexpr int kPositions = 4096;
constexpr double kBase = 10000.0;

/** Every token goes to a page of its own, as decode tokens of different requests do. */
class RopeKvAppendOperation final : public SimpleOperation<RopeKvAppend, ropeKvAppend> {
 public:
  RopeKvAppendOperation(Spec& spec, const Site& site)
      : SimpleOperation(site), site_(site), shape_(CacheShape::read(spec)), tokens_(spec.integer("tokens")) {
    acceptDefault(spec);
    float2* rotations = site.device.scratch->take<float2>(static_cast<size_t>(kPositions) * shape_.headSize / 2);
    fillRotations(rotations, kPositions, shape_.headSize, kBase, site.lane.stream());
    sets = site.rotations(2 * count() + 2 * static_cast<size_t>(tokens_) * shape_.kvHeads * 2 * shape_.headSize);
    // Caches are large against what is written to them: the sets share four.
    std::vector<KvCache> caches;
    for (int i = 0; i < std::min(sets, 4); ++i) {
      caches.push_back(shape_.cache(site.output(cacheCount()), site.output(cacheCount()), tokens_));
    }
    for (int i = 0; i < sets; ++i) arguments_.push_back(buildSet(rotations, caches[i % caches.size()]));
  }

  ErrorNorm check() override {
    const auto before = downloadFloats(arguments_.front().qkv, count());
    poison(arguments_.front().cache.keys, cacheCount());
    poison(arguments_.front().cache.values, cacheCount());
    const RopeKvAppend& p = runOnce();
    const auto keys = downloadFloats(p.cache.keys, cacheCount()), values = downloadFloats(p.cache.values, cacheCount());
    const auto after = downloadFloats(p.qkv, count());
    const auto positions = download(p.positions, tokens_), slots = download(p.slots, tokens_);
    const int heads = shape_.queryHeads + 2 * shape_.kvHeads, size = shape_.headSize;
    ErrorNorm error;
    for (int token = 0; token < tokens_; ++token) {
      for (int head = 0; head < heads; ++head) {
        const size_t at = (static_cast<size_t>(token) * heads + head) * size;
        const int slot = slots[token] % shape_.pageTokens;
        const int kvHead = (head - shape_.queryHeads) % shape_.kvHeads;
        const bool isQuery = head < shape_.queryHeads, isKey = !isQuery && head < shape_.queryHeads + shape_.kvHeads;
        for (int d = 0; d < size; ++d) {
          const double angle = positions[token] * std::pow(kBase, -2.0 * (d % (size / 2)) / size);
          const double other = before[at + (d + size / 2) % size] * (d < size / 2 ? -1 : 1);
          const double turned = before[at + d] * std::cos(angle) + other * std::sin(angle);
          if (isQuery) {
            error.add(after[at + d], turned);
            continue;
          }
          const auto& tensor = isKey ? keys : values;
          const size_t row = kvRow(shape_.layout(), slots[token] / shape_.pageTokens, kvHead, slot);
          error.add(HostCache::element(tensor.data() + row, d, slot), isKey ? turned : before[at + d]);
        }
      }
    }
    return error;
  }

 private:
  size_t count() const {
    return static_cast<size_t>(tokens_) * (shape_.queryHeads + 2 * shape_.kvHeads) * shape_.headSize;
  }
  size_t cacheCount() const { return tokens_ * shape_.pageElements(); }

  RopeKvAppend buildSet(const float2* rotations, const KvCache& cache) {
    std::vector<int> positions(tokens_), slots = shuffledPages(tokens_, site_.random);
    for (int i = 0; i < tokens_; ++i) {
      positions[i] = static_cast<int>(site_.random() % kPositions);
      slots[i] = slots[i] * shape_.pageTokens + static_cast<int>(site_.random() % shape_.pageTokens);
    }
    return {.qkv = site_.mutableInput(count()),
            .rotations = rotations,
            .positions = site_.upload(positions),
            .slots = site_.upload(slots),
            .cache = cache,
            .tokens = tokens_,
            .queryHeads = shape_.queryHeads,
            .rotated = kPositions};
  }

  Site site_;
  CacheShape shape_;
  int tokens_;
};

}  // namespace

std::unique_ptr<Operation> makeRopeKvAppend(Spec& spec, const Site& site) {
  return std::make_unique<RopeKvAppendOperation>(spec, site);
}

}  // namespace nanoflow

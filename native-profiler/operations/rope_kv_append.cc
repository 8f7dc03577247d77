#include "../../native-kernels/rows/rope_kv_append.h"

#include <cmath>

#include "operations.h"
#include "paged_cache.h"

namespace nanoflow {
namespace {

constexpr int kPositions = 4096;
constexpr double kBase = 10000.0;

/**
 * Every token goes to a page of its own, as decode tokens of different requests do. `bias=1` adds one to queries, keys
 * and values (Qwen2), `qk_norm=1` normalises each head of queries and keys (Qwen3).
 */
class RopeKvAppendOperation final : public SimpleOperation<RopeKvAppend, ropeKvAppend> {
 public:
  RopeKvAppendOperation(Spec& spec, const Site& site)
      : SimpleOperation(site),
        site_(site),
        shape_(CacheShape::read(spec)),
        tokens_(spec.integer("tokens")),
        biased_(spec.integer("bias", 0) != 0),
        normalised_(spec.integer("qk_norm", 0) != 0) {
    acceptDefault(spec);
    float2* rotations = site.device.scratch->take<float2>(static_cast<size_t>(kPositions) * shape_.headSize / 2);
    fillRotations(rotations, kPositions, shape_.headSize, kBase, site.lane.stream());
    sets = site.rotations(2 * count() + tokens_ * shape_.pageBytes() / shape_.pageTokens);
    // Caches are large against what is written to them: the sets share four.
    std::vector<KvCache> caches;
    for (int i = 0; i < std::min(sets, 4); ++i) caches.push_back(outputCache(shape_, tokens_, site));
    for (int i = 0; i < sets; ++i) arguments_.push_back(buildSet(rotations, caches[i % caches.size()]));
  }

  ErrorNorm check() override {
    const auto before = downloadFloats(arguments_.front().qkv, count());
    poisonCache(arguments_.front().cache);
    const RopeKvAppend& p = runOnce();
    const Appended appended = readCache(p.cache);
    const auto after = downloadFloats(p.qkv, count());
    const auto positions = download(p.positions, tokens_), slots = download(p.slots, tokens_);
    const Weights weights = hostWeights(p);
    const int heads = rowHeads(), size = shape_.headSize;
    ErrorNorm error;
    for (int token = 0; token < tokens_; ++token) {
      for (int head = 0; head < heads; ++head) {
        const size_t at = (static_cast<size_t>(token) * heads + head) * size;
        const bool isQuery = head < shape_.queryHeads, isKey = !isQuery && head < shape_.queryHeads + shape_.kvHeads;
        std::vector<double> row = adjusted(before.data() + at, head, weights);
        if (isQuery || isKey) row = turned(row, positions[token]);
        if (isQuery) {
          for (int d = 0; d < size; ++d) error.add(after[at + d], row[d]);
          continue;
        }
        const int kvHead = (head - shape_.queryHeads) % shape_.kvHeads;
        appended.compareRow(cacheRow(slots[token], kvHead), isKey, row, error);
      }
    }
    return error;
  }

 private:
  /** Host copies; each empty where there is none. */
  struct Weights {
    std::vector<float> bias, queryNorm, keyNorm;
    float epsilon = 0;
  };

  /** Host copy of the cache, of which only one pair is there. */
  struct Appended {
    std::vector<float> keys, values;
    HostRows keyRows, valueRows;
    size_t width = 0;

    void compareRow(size_t row, bool isKey, const std::vector<double>& expected, ErrorNorm& error) const {
      const HostRows& quantised = isKey ? keyRows : valueRows;
      if (quantised.width > 0) return quantised.compareRow(row, expected, error);
      const std::vector<float>& tensor = isKey ? keys : values;
      for (size_t d = 0; d < width; ++d) error.add(tensor[row * width + d], expected[d]);
    }
  };

  Appended readCache(const KvCache& cache) const {
    const size_t pages = tokens_, width = shape_.headSize;
    if (shape_.fp8) {
      return {{}, {}, hostRows(shape_, cache, pages, CachePart::keys), hostRows(shape_, cache, pages, CachePart::values),
              width};
    }
    return {hostFloats(shape_, cache, pages, CachePart::keys), hostFloats(shape_, cache, pages, CachePart::values), {}, {},
            width};
  }

  void poisonCache(const KvCache& cache) const {
    const size_t pages = tokens_;
    if (shape_.fp8) return poison(cache.fp8, pages * shape_.pageBytes());
    poison(cache.keys, pages * shape_.pageElements());
    poison(cache.values, pages * shape_.pageElements());
  }

  /** Row of a token and KV head in the host copy. */
  size_t cacheRow(int slot, int kvHead) const {
    return kvRow(shape_.layout(), slot / shape_.pageTokens, kvHead, slot % shape_.pageTokens) / shape_.headSize;
  }

  /** A head, rotated. */
  std::vector<double> turned(const std::vector<double>& row, int position) const {
    const int size = shape_.headSize;
    std::vector<double> result(size);
    for (int d = 0; d < size; ++d) {
      const double angle = position * std::pow(kBase, -2.0 * (d % (size / 2)) / size);
      const double other = row[(d + size / 2) % size] * (d < size / 2 ? -1 : 1);
      result[d] = row[d] * std::cos(angle) + other * std::sin(angle);
    }
    return result;
  }

  int rowHeads() const { return shape_.queryHeads + 2 * shape_.kvHeads; }
  size_t rowElements() const { return static_cast<size_t>(rowHeads()) * shape_.headSize; }
  size_t count() const { return static_cast<size_t>(tokens_) * rowElements(); }

  Weights hostWeights(const RopeKvAppend& p) const {
    const auto read = [](const __nv_bfloat16* from, size_t elements) {
      return from == nullptr ? std::vector<float>{} : downloadFloats(from, elements);
    };
    const size_t head = shape_.headSize;
    return {read(p.bias, rowElements()), read(p.queryNorm, head), read(p.keyNorm, head), p.epsilon};
  }

  /** One head with its bias added and, of queries and keys, divided by its root mean square. */
  std::vector<double> adjusted(const float* from, int head, const Weights& weights) const {
    const int size = shape_.headSize;
    std::vector<double> row(from, from + size);
    if (biased_) {
      for (int d = 0; d < size; ++d) row[d] += weights.bias[static_cast<size_t>(head) * size + d];
    }
    if (!normalised_ || head >= shape_.queryHeads + shape_.kvHeads) return row;
    double squares = 0;
    for (const double value : row) squares += value * value;
    const double factor = 1 / std::sqrt(squares / size + weights.epsilon);
    const std::vector<float>& norm = head < shape_.queryHeads ? weights.queryNorm : weights.keyNorm;
    for (int d = 0; d < size; ++d) row[d] *= factor * norm[d];
    return row;
  }

  RopeKvAppend buildSet(const float2* rotations, const KvCache& cache) {
    std::vector<int> positions(tokens_), slots = shuffledPages(tokens_, site_.random);
    for (int i = 0; i < tokens_; ++i) {
      positions[i] = static_cast<int>(site_.random() % kPositions);
      slots[i] = slots[i] * shape_.pageTokens + static_cast<int>(site_.random() % shape_.pageTokens);
    }
    const auto weights = [&](bool has, size_t elements) { return has ? site_.input(elements) : nullptr; };
    const size_t head = shape_.headSize;
    return {.qkv = site_.mutableInput(count()),
            .rotations = rotations,
            .positions = site_.upload(positions),
            .slots = site_.upload(slots),
            .cache = cache,
            .tokens = tokens_,
            .queryHeads = shape_.queryHeads,
            .bias = weights(biased_, rowElements()),
            .queryNorm = weights(normalised_, head),
            .keyNorm = weights(normalised_, head),
            .rotated = kPositions};
  }

  Site site_;
  CacheShape shape_;
  int tokens_;
  bool biased_;
  bool normalised_;
};

}  // namespace

std::unique_ptr<Operation> makeRopeKvAppend(Spec& spec, const Site& site) {
  return std::make_unique<RopeKvAppendOperation>(spec, site);
}

}  // namespace nanoflow

#include "paged_cache.h"

#include <cmath>
#include <cstring>
#include <iterator>

#include "../../native-common/gpu/random_fill.h"

namespace nanoflow {
namespace {

const float kPoisons[] = {NAN, INFINITY, -INFINITY};

/** Calls `poison` with page, head, slot in the page and a number, of each row behind the end of its sequence. */
template <typename Poison>
void forEachRowBehind(const CacheShape& shape, const std::vector<int>& table, int tableStride,
                      const std::vector<int>& lengths, Poison poison) {
  for (size_t sequence = 0; sequence < lengths.size(); ++sequence) {
    for (int token = lengths[sequence]; token < tableStride * shape.pageTokens; ++token) {
      const int page = table[sequence * tableStride + token / shape.pageTokens];
      for (int head = 0; head < shape.kvHeads; ++head) {
        poison(page, head, token % shape.pageTokens, kPoisons[token % std::size(kPoisons)]);
      }
    }
  }
}

/** Offset of a part in a tile, and of its scales. */
size_t fp8Part(const CacheShape& shape, CachePart part) {
  return part == CachePart::keys ? 0 : fp8KvHalfBytes(shape.headSize);
}
size_t fp8Scales(const CacheShape& shape, CachePart part) {
  return 2 * fp8KvHalfBytes(shape.headSize) + (part == CachePart::keys ? 0 : kvTileTokens * sizeof(float));
}

int fp8Chunk(const CacheShape& shape, int chunk, int slot) {
  return shape.headSize == 128 ? fp8KvChunk<128>(chunk, slot) : fp8KvChunk<64>(chunk, slot);
}

}  // namespace

KvCache outputCache(const CacheShape& shape, size_t pages, const Site& site) {
  KvCache cache = shape.layout();
  cache.pages = static_cast<int>(pages);
  if (shape.fp8) {
    cache.fp8 = site.device.scratch->take<unsigned char>(pages * shape.pageBytes());
    return cache;
  }
  cache.keys = site.output(pages * shape.pageElements());
  cache.values = site.output(pages * shape.pageElements());
  return cache;
}

KvCache randomCache(const CacheShape& shape, size_t pages, const Site& site) {
  const size_t count = pages * shape.pageElements();
  if (shape.fp8) {
    const KvCache cache = outputCache(shape, pages, site);
    const size_t tiles = count / (kvTileTokens * shape.headSize);
    fillFp8Tiles(cache.fp8, tiles, shape.headSize, site.random(), site.lane.stream());
    return cache;
  }
  const auto take = [&] { return site.rotate ? site.input(count) : site.mutableInput(count); };
  KvCache cache = shape.layout();
  cache.pages = static_cast<int>(pages);
  cache.keys = take();
  cache.values = take();
  return cache;
}

void poisonBehind(const CacheShape& shape, const KvCache& cache, size_t pages, const std::vector<int>& table,
                  int tableStride, const std::vector<int>& lengths) {
  const KvCache layout = shape.layout();
  if (shape.fp8) {
    auto bytes = download(cache.fp8, pages * shape.pageBytes());
    forEachRowBehind(shape, table, tableStride, lengths, [&](int page, int head, int slot, float poison) {
      unsigned char* tile = bytes.data() + fp8KvTile(layout, page, head, slot);
      constexpr unsigned char kNan = 0x7f;
      for (const CachePart part : {CachePart::keys, CachePart::values}) {
        const int row = slot % kvTileTokens;
        std::fill_n(tile + fp8Part(shape, part) + row * shape.headSize, shape.headSize, kNan);
        std::memcpy(tile + fp8Scales(shape, part) + row * sizeof poison, &poison, sizeof poison);
      }
    });
    check(cudaMemcpy(cache.fp8, bytes.data(), bytes.size(), cudaMemcpyHostToDevice));
    return;
  }
  for (__nv_bfloat16* tensor : {cache.keys, cache.values}) {
    auto values = download(tensor, pages * shape.pageElements());
    forEachRowBehind(shape, table, tableStride, lengths, [&](int page, int head, int slot, float poison) {
      std::fill_n(values.begin() + kvRow(layout, page, head, slot), shape.headSize, __float2bfloat16(poison));
    });
    check(cudaMemcpy(tensor, values.data(), values.size() * sizeof(values[0]), cudaMemcpyHostToDevice));
  }
}

void requireSameBits(const std::vector<__nv_bfloat16>& clean, const std::vector<__nv_bfloat16>& poisoned,
                     ErrorNorm& error) {
  const bool same = clean.size() == poisoned.size() &&
                    std::memcmp(clean.data(), poisoned.data(), clean.size() * sizeof(clean[0])) == 0;
  if (!same) error.add(NAN, 0);
}

std::vector<float> hostFloats(const CacheShape& shape, const KvCache& cache, size_t pages, CachePart part) {
  const auto stored = downloadFloats(part == CachePart::keys ? cache.keys : cache.values, pages * shape.pageElements());
  std::vector<float> values(stored.size());
  for (size_t i = 0; i < stored.size(); ++i) {
    const size_t row = i / shape.headSize;
    const int dimension = i % shape.headSize, slot = row % shape.pageTokens;
    values[i] = stored[row * shape.headSize + kvChunk(dimension / 8, slot) * 8 + dimension % 8];
  }
  return values;
}

HostRows hostRows(const CacheShape& shape, const KvCache& cache, size_t pages, CachePart part) {
  const auto bytes = download(cache.fp8, pages * shape.pageBytes());
  const size_t width = shape.headSize, count = pages * shape.pageElements() / width;
  HostRows rows{std::vector<uint8_t>(count * width), std::vector<float>(count), width};
  for (size_t row = 0; row < count; ++row) {
    // Tiles, too, lie in the order of rows.
    const uint8_t* tile = bytes.data() + row / kvTileTokens * fp8KvTileBytes(shape.headSize);
    const int inTile = row % kvTileTokens;
    std::memcpy(&rows.scales[row], tile + fp8Scales(shape, part) + inTile * sizeof(float), sizeof(float));
    const uint8_t* from = tile + fp8Part(shape, part) + inTile * width;
    for (int d = 0; d < shape.headSize; ++d) {
      rows.values[row * width + d] = from[fp8Chunk(shape, d / 16, inTile) * 16 + d % 16];
    }
  }
  return rows;
}

HostCache HostCache::of(const CacheShape& shape, const KvCache& cache, size_t pages, std::vector<int> table,
                        int tableStride) {
  const auto floats = [&](CachePart part) {
    if (!shape.fp8) return hostFloats(shape, cache, pages, part);
    const HostRows rows = hostRows(shape, cache, pages, part);
    std::vector<float> values(rows.values.size());
    for (size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(rows.at(i / rows.width, i % rows.width));
    return values;
  };
  return {shape, floats(CachePart::keys), floats(CachePart::values), std::move(table), tableStride};
}

std::vector<double> HostCache::attend(const float* query, int sequence, int head, int context) const {
  if (context == 0) return std::vector<double>(shape.headSize, 0.0);
  std::vector<double> weights(context);
  for (int token = 0; token < context; ++token) {
    const float* key = rowOf(keys, sequence, head, token);
    double score = 0;
    for (int d = 0; d < shape.headSize; ++d) score += static_cast<double>(query[d]) * key[d];
    weights[token] = score / std::sqrt(static_cast<double>(shape.headSize));
  }
  const double peak = *std::max_element(weights.begin(), weights.end());
  double mass = 0;
  for (double& weight : weights) mass += weight = std::exp(weight - peak);
  std::vector<double> output(shape.headSize, 0.0);
  for (int token = 0; token < context; ++token) {
    const float* value = rowOf(values, sequence, head, token);
    for (int d = 0; d < shape.headSize; ++d) output[d] += weights[token] / mass * value[d];
  }
  return output;
}

}  // namespace nanoflow

#include "paged_cache.h"

#include <cmath>
#include <cstring>
#include <iterator>

namespace nanoflow {
namespace {

/** Of one tensor of the cache. */
void poisonBehind(__nv_bfloat16* to, const CacheShape& shape, size_t pages, const std::vector<int>& table,
                  int tableStride, const std::vector<int>& lengths) {
  static const __nv_bfloat16 kPoisons[] = {__float2bfloat16(NAN), __float2bfloat16(INFINITY),
                                           __float2bfloat16(-INFINITY)};
  auto values = download(to, pages * shape.pageElements());
  const KvCache layout = shape.layout();
  for (size_t sequence = 0; sequence < lengths.size(); ++sequence) {
    for (int token = lengths[sequence]; token < tableStride * shape.pageTokens; ++token) {
      const int page = table[sequence * tableStride + token / shape.pageTokens];
      for (int head = 0; head < shape.kvHeads; ++head) {
        const auto row = values.begin() + kvRow(layout, page, head, token % shape.pageTokens);
        std::fill(row, row + shape.headSize, kPoisons[token % std::size(kPoisons)]);
      }
    }
  }
  check(cudaMemcpy(to, values.data(), values.size() * sizeof(values[0]), cudaMemcpyHostToDevice));
}

}  // namespace

KvCache randomCache(const CacheShape& shape, size_t pages, const Site& site) {
  const size_t count = pages * shape.pageElements();
  const auto take = [&] { return site.rotate ? site.input(count) : site.mutableInput(count); };
  __nv_bfloat16* keys = take();
  return shape.cache(keys, take(), pages);
}

void poisonBehind(const CacheShape& shape, const KvCache& cache, size_t pages, const std::vector<int>& table,
                  int tableStride, const std::vector<int>& lengths) {
  poisonBehind(cache.keys, shape, pages, table, tableStride, lengths);
  poisonBehind(cache.values, shape, pages, table, tableStride, lengths);
}

void requireSameBits(const std::vector<__nv_bfloat16>& clean, const std::vector<__nv_bfloat16>& poisoned,
                     ErrorNorm& error) {
  const bool same = clean.size() == poisoned.size() &&
                    std::memcmp(clean.data(), poisoned.data(), clean.size() * sizeof(clean[0])) == 0;
  if (!same) error.add(NAN, 0);
}

std::vector<double> HostCache::attend(const float* query, int sequence, int head, int context) const {
  if (context == 0) return std::vector<double>(shape.headSize, 0.0);
  std::vector<double> weights(context);
  for (int token = 0; token < context; ++token) {
    const float* key = rowOf(keys, sequence, head, token);
    double score = 0;
    for (int d = 0; d < shape.headSize; ++d) score += static_cast<double>(query[d]) * element(key, d, token);
    weights[token] = score / std::sqrt(static_cast<double>(shape.headSize));
  }
  const double peak = *std::max_element(weights.begin(), weights.end());
  double mass = 0;
  for (double& weight : weights) mass += weight = std::exp(weight - peak);
  std::vector<double> output(shape.headSize, 0.0);
  for (int token = 0; token < context; ++token) {
    const float* value = rowOf(values, sequence, head, token);
    for (int d = 0; d < shape.headSize; ++d) output[d] += weights[token] / mass * element(value, d, token);
  }
  return output;
}

}  // namespace nanoflow

#pragma once

#include <algorithm>
#include <numeric>

#include "../../native-common/wire/spec.h"
#include "../../native-common/wire/precision.h"
#include "../../native-kernels/attention/fp8_kv_cache.h"
#include "../method/site.h"
#include "operation.h"
#include "quantised_rows.h"

namespace nanoflow {

/** Shape of the paged cache of a job: `qheads kvheads head page`, and its type, `kv scaling`. */
struct CacheShape {
  int queryHeads, kvHeads, headSize, pageTokens;
  bool fp8;

  static CacheShape read(Spec& spec) {
    const CacheShape shape{spec.integer("qheads"), spec.integer("kvheads"), spec.integer("head"), spec.integer("page"),
                           isFp8(spec, "kv")};
    if (shape.queryHeads <= 0 || shape.kvHeads <= 0 || shape.headSize <= 0 || shape.pageTokens <= 0) {
      throw std::invalid_argument("qheads, kvheads, head and page must be positive");
    }
    return shape;
  }
  size_t pageElements() const { return static_cast<size_t>(kvHeads) * pageTokens * headSize; }
  /** Of keys and values. */
  size_t pageBytes() const { return fp8 ? fp8KvPageBytes(layout()) : 4 * pageElements(); }
  int pages(int tokens) const { return (tokens + pageTokens - 1) / pageTokens; }
  /** Without memory: where rows lie. */
  KvCache layout() const { return {nullptr, nullptr, kvHeads, pageTokens, headSize, 0, nullptr}; }
};

/** Memory for a cache that kernels write. */
KvCache outputCache(const CacheShape& shape, size_t pages, const Site& site);

/** Page numbers 0 .. count - 1 in random order, as after a while of serving. */
inline std::vector<int> shuffledPages(size_t count, std::mt19937_64& random) {
  std::vector<int> pages(count);
  std::iota(pages.begin(), pages.end(), 0);
  std::shuffle(pages.begin(), pages.end(), random);
  return pages;
}

/** Random keys and values; in a check, which poisons them, of its own. */
KvCache randomCache(const CacheShape& shape, size_t pages, const Site& site);

/** Not a number and infinities behind the end of every sequence, as its pages' former owners may have left them. */
void poisonBehind(const CacheShape& shape, const KvCache& cache, size_t pages, const std::vector<int>& table,
                  int tableStride, const std::vector<int>& lengths);

/** Fails the check unless both outputs are alike to the bit. */
void requireSameBits(const std::vector<__nv_bfloat16>& clean, const std::vector<__nv_bfloat16>& poisoned,
                     ErrorNorm& error);

/** Keys or values of a cache on the host, rows [pages, kvHeads, pageTokens] in order. */
enum class CachePart { keys, values };

/** Of a cache in bf16. */
std::vector<float> hostFloats(const CacheShape& shape, const KvCache& cache, size_t pages, CachePart part);

/** Of a cache in FP8. */
HostRows hostRows(const CacheShape& shape, const KvCache& cache, size_t pages, CachePart part);

/** Host copy of a cache and its page table, for references. */
struct HostCache {
  CacheShape shape;
  std::vector<float> keys, values;  ///< [pages, kvHeads, pageTokens, headSize]
  std::vector<int> table;
  int tableStride;

  static HostCache of(const CacheShape& shape, const KvCache& cache, size_t pages, std::vector<int> table,
                      int tableStride);

  /** softmax(query keys^T / sqrt(headSize)) values over the first `context` tokens, in double precision. */
  std::vector<double> attend(const float* query, int sequence, int head, int context) const;

 private:
  const float* rowOf(const std::vector<float>& tensor, int sequence, int head, int token) const {
    const int page = table[static_cast<size_t>(sequence) * tableStride + token / shape.pageTokens];
    return tensor.data() + kvRow(shape.layout(), page, head, token % shape.pageTokens);
  }
};

}  // namespace nanoflow

#pragma once

#include <algorithm>
#include <numeric>

#include "../../native-common/wire/spec.h"
#include "../../native-kernels/attention/kv_cache.h"
#include "../method/site.h"
#include "operation.h"

namespace nanoflow {

/** Shape of the paged cache of a job: `qheads kvheads head page`. */
struct CacheShape {
  int queryHeads, kvHeads, headSize, pageTokens;

  static CacheShape read(Spec& spec) {
    const CacheShape shape{spec.integer("qheads"), spec.integer("kvheads"), spec.integer("head"), spec.integer("page")};
    if (shape.queryHeads <= 0 || shape.kvHeads <= 0 || shape.headSize <= 0 || shape.pageTokens <= 0) {
      throw std::invalid_argument("qheads, kvheads, head and page must be positive");
    }
    return shape;
  }
  size_t pageElements() const { return static_cast<size_t>(kvHeads) * pageTokens * headSize; }
  int pages(int tokens) const { return (tokens + pageTokens - 1) / pageTokens; }
  KvCache cache(__nv_bfloat16* keys, __nv_bfloat16* values, size_t pages) const {
    return {keys, values, kvHeads, pageTokens, headSize, static_cast<int>(pages)};
  }
  /** Without memory: where rows lie. */
  KvCache layout() const { return cache(nullptr, nullptr, 0); }
};

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

/** Host copy of a cache and its page table, for references. */
struct HostCache {
  CacheShape shape;
  std::vector<float> keys, values;
  std::vector<int> table;
  int tableStride;

  const float* rowOf(const std::vector<float>& tensor, int sequence, int head, int token) const {
    const KvCache layout = shape.layout();
    const int page = table[static_cast<size_t>(sequence) * tableStride + token / shape.pageTokens];
    return tensor.data() + kvRow(layout, page, head, token % shape.pageTokens);
  }
  static float element(const float* row, int dimension, int token) {
    return row[kvChunk(dimension / 8, token) * 8 + dimension % 8];
  }

  /** softmax(query keys^T / sqrt(headSize)) values over the first `context` tokens, in double precision. */
  std::vector<double> attend(const float* query, int sequence, int head, int context) const;
};

}  // namespace nanoflow

#include "prefill_attention.h"

#include "../device/cuda_check.h"

namespace nanoflow {

void checkPrefillAttention(const PrefillAttention& p) {
  const KvCache& cache = p.cache;
  require(p.tokens > 0 && p.sequences > 0 && p.maxQueryTokens > 0, "prefill attention needs query tokens");
  require(cache.kvHeads > 0 && p.queryHeads % cache.kvHeads == 0, "query heads must be a multiple of KV heads");
  require(cache.pageTokens == 16 || cache.pageTokens == 64, "a page must hold 16 or 64 tokens");
  require(cache.headSize == 64 || cache.headSize == 128, "head size must be 64 or 128");
  require(p.queryStride % 8 == 0, "query rows must be 16-byte aligned");
}

void prefillAttention(const PrefillAttention& p, const Placement& placement) {
  if (!hasPrefillAttentionWgmma()) return prefillAttentionMma(p, placement);
  if (placement.scattered) return prefillAttentionWgmma(p, placement);
  prefillAttentionWgmmaPairs(p, placement);
}

}  // namespace nanoflow

#include "kernels.h"

#include <map>

#include "../bind/bind_collectives.h"
#include "../bind/operands.h"

namespace nanoflow {

Launch bindKernel(const std::string& kernel, Spec& words, const Lane& lane, const Rank& rank) {
  using Binder = Launch (*)(Operands&);
  static const std::map<std::string, Binder> table = {
      {"embedding", bindEmbedding},
      {"rms_norm", bindRmsNorm},
      {"gemm", bindGemm},
      {"grouped_gemm", bindGroupedGemm},
      {"rope_kv_append", bindRopeKvAppend},
      {"decode_plan", bindDecodePlan},
      {"decode_attention", bindDecodeAttention},
      {"prefill_plan", bindPrefillPlan},
      {"prefill_attention", bindPrefillAttention},
      {"silu_mul", bindSiluMul},
      {"quantise_rows", bindQuantiseRows},
      {"router", bindRouter},
      {"moe_permute", bindMoePermute},
      {"moe_combine", bindMoeCombine},
      {"slot_update", bindSlotUpdate},
      {"sampling", bindSampling},
  };
  const auto found = table.find(kernel);
  if (found == table.end()) throw std::invalid_argument("the executor has no kernel '" + kernel + "'");
  Operands operands(words, lane, rank);
  return found->second(operands);
}

Launch bindCollective(const std::string& kernel, Spec& words, const std::vector<Lane>& lanes, const Ranks& ranks,
                      Collectives& collectives) {
  if (ranks.size() < 2) throw std::invalid_argument("'" + kernel + "' needs two or more GPUs: --device 0,1");
  if (kernel == "peer_sampling") return bindPeerSampling(words, lanes, ranks, collectives);
  if (kernel == "all_reduce_norm") return bindAllReduceNorm(words, lanes, ranks, collectives);
  return bindAllReduce(words, lanes, ranks, collectives);
}

}  // namespace nanoflow

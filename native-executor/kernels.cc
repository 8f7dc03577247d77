#include "kernels.h"

#include <map>

#include "../native-kernels/decode_attention.h"
#include "../native-kernels/embedding.h"
#include "../native-kernels/grouped_gemm.h"
#include "../native-kernels/moe_combine.h"
#include "../native-kernels/moe_permute.h"
#include "../native-kernels/prefill_attention.h"
#include "../native-kernels/rms_norm.h"
#include "../native-kernels/rope_kv_append.h"
#include "../native-kernels/router.h"
#include "../native-kernels/sampling.h"
#include "../native-kernels/silu_mul.h"

namespace nanoflow {
namespace {

/** The words of one call: addresses as `@field`, sizes and the implementation by name. */
class Operands {
 public:
  Operands(Spec& words, const Queue& queue) : queue(queue), words_(words) {}

  /** Positive. */
  int size(const char* key) {
    const int value = words_.integer(key);
    if (value <= 0) throw std::invalid_argument(std::string("'") + key + "' must be positive");
    return value;
  }
  float epsilon() { return static_cast<float>(words_.number("epsilon", 1e-5)); }
  std::string implementation() { return words_.text("implementation"); }
  bool has(const char* field) const { return words_.has(std::string("@") + field); }

  /** Memory of a parameter of the kernel, for at least `count` elements. */
  template <typename T = __nv_bfloat16>
  T* pointer(const char* field, size_t count) {
    return reinterpret_cast<T*>(queue.gpu->memory.at(words_.text(std::string("@") + field), count * sizeof(T)));
  }

  const Queue& queue;

 private:
  Spec& words_;
};

size_t product(int a, int b) { return static_cast<size_t>(a) * b; }

/** Position of the implementation among the known ones. */
int choose(const std::string& implementation, std::initializer_list<const char*> names) {
  std::string known;
  int position = 0;
  for (const char* name : names) {
    if (implementation == name) return position;
    known += (position++ > 0 ? ", " : "") + std::string(name);
  }
  throw std::invalid_argument("unknown implementation '" + implementation + "', known: " + known);
}

Launch bindEmbedding(Operands& p) {
  choose(p.implementation(), {"default"});
  const int tokens = p.size("tokens"), hidden = p.size("hidden");
  Embedding call;
  call.table = p.pointer("table", product(p.size("vocab"), hidden));
  call.ids = p.pointer<int>("ids", tokens);
  call.output = p.pointer("output", product(tokens, hidden));
  call.tokens = tokens;
  call.hidden = hidden;
  return [=](const Placement& at) { embedding(call, at); };
}

Launch bindRmsNorm(Operands& p) {
  choose(p.implementation(), {"default"});
  const int tokens = p.size("tokens"), hidden = p.size("hidden");
  const size_t count = product(tokens, hidden);
  RmsNorm call;
  call.input = p.pointer("input", count);
  call.residual = p.pointer("residual", count);
  call.weight = p.pointer("weight", hidden);
  call.output = p.pointer("output", count);
  call.tokens = tokens;
  call.hidden = hidden;
  call.epsilon = p.epsilon();
  return [=](const Placement& at) { rmsNorm(call, at); };
}

/** Our own products read their row ranges on the device. */
Launch bindOwnProduct(Operands& p, const std::string& implementation, int rows, int experts) {
  const int tileRows = choose(implementation, {"own.m64", "own.m128"}) == 0 ? 64 : 128;
  GroupedGemm call;
  call.rows = rows;
  call.n = p.size("n");
  call.k = p.size("k");
  call.experts = experts;
  call.input = p.pointer("input", product(rows, call.k));
  call.weight = p.pointer("weight", experts * product(call.n, call.k));
  call.expertOffsets = p.pointer<int>("expertOffsets", experts + 1);
  call.output = p.pointer("output", product(rows, call.n));
  return [=](const Placement& at) { groupedGemm(call, at, tileRows); };
}

Launch bindGemm(Operands& p) {
  const std::string name = p.implementation();
  const int tokens = p.size("tokens");
  if (name.starts_with("own.")) return bindOwnProduct(p, name, tokens, 1);
  const GemmShape shape{tokens, p.size("n"), p.size("k")};
  const GemmLibrary& library = p.queue.gpu->gemm;
  const int target = p.queue.gemmSmTarget;
  const auto plan =
      std::make_shared<GemmPlan>(library.plan(shape, name == "default" ? library.preferred(shape, target) : name, target));
  const auto* input = p.pointer("input", product(shape.m, shape.k));
  const auto* weight = p.pointer("weight", product(shape.n, shape.k));
  auto* output = p.pointer("output", product(shape.m, shape.n));
  char* workspace = p.pointer<char>("workspace", gemmWorkspaceBytes);
  return [=](const Placement& at) { plan->run(input, weight, output, workspace, at.stream); };
}

Launch bindGroupedGemm(Operands& p) {
  return bindOwnProduct(p, p.implementation(), p.size("tokens") * p.size("topk"), p.size("experts"));
}

KvCache readCache(Operands& p) {
  KvCache cache{nullptr, nullptr, p.size("kvheads"), p.size("page"), p.size("head")};
  const size_t count = product(p.size("pages"), cache.kvHeads) * cache.pageTokens * cache.headSize;
  cache.keys = p.pointer("keys", count);
  cache.values = p.pointer("values", count);
  return cache;
}

Launch bindRopeKvAppend(Operands& p) {
  choose(p.implementation(), {"default"});
  RopeKvAppend call;
  call.cache = readCache(p);
  call.tokens = p.size("tokens");
  call.queryHeads = p.size("qheads");
  const int head = call.cache.headSize, width = (call.queryHeads + 2 * call.cache.kvHeads) * head;
  call.qkv = p.pointer("qkv", product(call.tokens, width));
  call.rotations = p.pointer<float2>("rotations", product(p.size("context"), head / 2));
  call.positions = p.pointer<int>("positions", call.tokens);
  call.slots = p.pointer<int>("slots", call.tokens);
  if (p.has("bias")) call.bias = p.pointer("bias", width);
  if (p.has("queryNorm")) {
    call.queryNorm = p.pointer("queryNorm", head);
    call.keyNorm = p.pointer("keyNorm", head);
    call.epsilon = p.epsilon();
  }
  return [=](const Placement& at) { ropeKvAppend(call, at); };
}

Launch bindDecodePlan(Operands& p) {
  const int requests = p.size("tokens");
  const int* contexts = p.pointer<int>("contextLengths", requests);
  int* tiles = p.pointer<int>("tileOffsets", requests + 1);
  return [=](const Placement& at) { planDecodeAttention(contexts, tiles, requests, at.stream); };
}

Launch bindDecodeAttention(Operands& p) {
  const int ctasPerSm = choose(p.implementation(), {"bulk.c1", "bulk.c2"}) + 1;
  DecodeAttention call;
  call.cache = readCache(p);
  call.requests = p.size("tokens");
  call.queryHeads = p.size("qheads");
  call.queryStride = p.size("queryStride");
  const int head = call.cache.headSize, width = call.queryHeads * head;
  call.query = p.pointer("query", product(call.requests - 1, call.queryStride) + width);
  call.pageTableStride = p.size("pageTableStride");
  call.pageTable = p.pointer<int>("pageTable", product(call.requests, call.pageTableStride));
  call.contextLengths = p.pointer<int>("contextLengths", call.requests);
  call.tileOffsets = p.pointer<int>("tileOffsets", call.requests + 1);
  call.partials = p.pointer<float>("partials", decodePartialFloats(p.queue.gpu->properties.multiProcessorCount, head));
  call.counters = p.pointer<int>("counters", product(call.requests, call.cache.kvHeads));
  call.output = p.pointer("output", product(call.requests, width));
  return [=](const Placement& at) { decodeAttention(call, at, ctasPerSm); };
}

Launch bindPrefillAttention(Operands& p) {
  choose(p.implementation(), {"default"});
  PrefillAttention call;
  call.cache = readCache(p);
  const int tokens = p.size("tokens");
  call.sequences = p.size("sequences");
  call.maxQueryTokens = p.size("longest");
  call.queryHeads = p.size("qheads");
  call.queryStride = p.size("queryStride");
  const int width = call.queryHeads * call.cache.headSize;
  call.query = p.pointer("query", product(tokens - 1, call.queryStride) + width);
  call.pageTableStride = p.size("pageTableStride");
  call.pageTable = p.pointer<int>("pageTable", product(call.sequences, call.pageTableStride));
  call.queryStarts = p.pointer<int>("queryStarts", call.sequences + 1);
  call.contextBefore = p.pointer<int>("contextBefore", call.sequences);
  call.output = p.pointer("output", product(tokens, width));
  return [=](const Placement& at) { prefillAttention(call, at); };
}

Launch bindSiluMul(Operands& p) {
  choose(p.implementation(), {"default"});
  const int tokens = p.size("tokens"), width = p.size("width");
  const SiluMul call = {p.pointer("gateUp", 2 * product(tokens, width)), p.pointer("output", product(tokens, width)),
                        tokens, width};
  return [=](const Placement& at) { siluMul(call, at); };
}

Launch bindRouter(Operands& p) {
  choose(p.implementation(), {"default"});
  Router call;
  call.tokens = p.size("tokens");
  call.hidden = p.size("hidden");
  call.expertCount = p.size("experts");
  call.expertsPerToken = p.size("topk");
  const size_t pairs = product(call.tokens, call.expertsPerToken);
  call.input = p.pointer("input", product(call.tokens, call.hidden));
  call.weight = p.pointer("weight", product(call.expertCount, call.hidden));
  call.experts = p.pointer<int>("experts", pairs);
  call.expertWeights = p.pointer<float>("expertWeights", pairs);
  call.expertOffsets = p.pointer<int>("expertOffsets", call.expertCount + 1);
  call.expertRows = p.pointer<int>("expertRows", pairs);
  call.sourceRows = p.pointer<int>("sourceRows", pairs);
  return [=](const Placement& at) { router(call, at); };
}

Launch bindMoePermute(Operands& p) {
  choose(p.implementation(), {"default"});
  const int tokens = p.size("tokens"), hidden = p.size("hidden"), rows = tokens * p.size("topk");
  const MoePermute call = {p.pointer("input", product(tokens, hidden)), p.pointer<int>("sourceRows", rows),
                           p.pointer("output", product(rows, hidden)), rows, hidden};
  return [=](const Placement& at) { moePermute(call, at); };
}

Launch bindMoeCombine(Operands& p) {
  choose(p.implementation(), {"default"});
  MoeCombine call;
  call.tokens = p.size("tokens");
  call.hidden = p.size("hidden");
  call.expertsPerToken = p.size("topk");
  const size_t rows = product(call.tokens, call.expertsPerToken);
  call.input = p.pointer("input", rows * call.hidden);
  call.weights = p.pointer<float>("weights", rows);
  call.expertRows = p.pointer<int>("expertRows", rows);
  call.output = p.pointer("output", product(call.tokens, call.hidden));
  return [=](const Placement& at) { moeCombine(call, at); };
}

Launch bindSampling(Operands& p) {
  choose(p.implementation(), {"default"});
  const int rows = p.size("tokens"), vocabulary = p.size("vocab");
  const Sampling call = {p.pointer("logits", product(rows, vocabulary)), p.pointer<int>("tokens", rows), rows,
                         vocabulary};
  return [=](const Placement& at) { sampling(call, at); };
}

}  // namespace

Launch bindKernel(const std::string& kernel, Spec& words, const Queue& queue) {
  using Binder = Launch (*)(Operands&);
  static const std::map<std::string, Binder> table = {
      {"embedding", bindEmbedding},
      {"rms_norm", bindRmsNorm},
      {"gemm", bindGemm},
      {"grouped_gemm", bindGroupedGemm},
      {"rope_kv_append", bindRopeKvAppend},
      {"decode_plan", bindDecodePlan},
      {"decode_attention", bindDecodeAttention},
      {"prefill_attention", bindPrefillAttention},
      {"silu_mul", bindSiluMul},
      {"router", bindRouter},
      {"moe_permute", bindMoePermute},
      {"moe_combine", bindMoeCombine},
      {"sampling", bindSampling},
  };
  const auto found = table.find(kernel);
  if (found == table.end()) throw std::invalid_argument("the executor has no kernel '" + kernel + "'");
  Operands operands(words, queue);
  return found->second(operands);
}

}  // namespace nanoflow

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

using bf16 = __nv_bfloat16;

/** The words of one call, with its addresses resolved. */
class Operands {
 public:
  Operands(Spec& words, const Queue& queue) : words_(words), queue(queue) {}

  /** Positive. */
  int size(const char* key) {
    const int value = words_.integer(key);
    if (value <= 0) throw std::invalid_argument(std::string("'") + key + "' must be positive");
    return value;
  }
  double number(const char* key) { return words_.number(key, 0); }
  std::string text(const char* key) { return words_.text(key); }
  bool has(const char* key) const { return words_.has(key); }

  template <typename T>
  T* pointer(const char* key, size_t count) {
    return reinterpret_cast<T*>(queue.gpu->memory.at(words_.text(key), count * sizeof(T)));
  }

 private:
  Spec& words_;

 public:
  const Queue& queue;
};

size_t product(int a, int b) { return static_cast<size_t>(a) * b; }

/** One of the names, by its position. */
int choose(const std::string& implementation, std::initializer_list<const char*> names) {
  std::string known;
  int position = 0;
  for (const char* name : names) {
    if (implementation == name) return position;
    known += (position++ > 0 ? ", " : "") + std::string(name);
  }
  throw std::invalid_argument("unknown implementation '" + implementation + "', known: " + known);
}

int tileRows(const std::string& implementation) { return choose(implementation, {"own.m64", "own.m128"}) == 0 ? 64 : 128; }

Launch zero(Operands& p) {
  const int bytes = p.size("bytes");
  char* to = p.pointer<char>("output", bytes);
  return [=](const Placement& at) { check(cudaMemsetAsync(to, 0, bytes, at.stream)); };
}

Launch bindEmbedding(Operands& p) {
  const int rows = p.size("rows"), tokens = p.size("tokens"), hidden = p.size("hidden");
  const Embedding call = {p.pointer<bf16>("table", product(rows, hidden)), p.pointer<int>("ids", tokens),
                          p.pointer<bf16>("output", product(tokens, hidden)), tokens, hidden};
  return [=](const Placement& at) { embedding(call, at); };
}

Launch bindRmsNorm(Operands& p) {
  const int tokens = p.size("tokens"), hidden = p.size("hidden");
  const size_t count = product(tokens, hidden);
  const RmsNorm call = {p.pointer<bf16>("input", count),  p.pointer<bf16>("residual", count),
                        p.pointer<bf16>("weight", hidden), p.pointer<bf16>("output", count),
                        tokens,                            hidden,
                        static_cast<float>(p.number("epsilon"))};
  return [=](const Placement& at) { rmsNorm(call, at); };
}

/** Our own products read their row ranges on the device: `offsets`. */
Launch bindOwnProduct(Operands& p, const std::string& implementation, int rows, int experts) {
  const int n = p.size("n"), k = p.size("k"), tile = tileRows(implementation);
  const GroupedGemm call = {p.pointer<bf16>("input", product(rows, k)),
                            p.pointer<bf16>("weight", experts * product(n, k)),
                            p.pointer<int>("offsets", experts + 1),
                            p.pointer<bf16>("output", product(rows, n)),
                            rows,
                            n,
                            k,
                            experts};
  return [=](const Placement& at) { groupedGemm(call, at, tile); };
}

Launch bindGemm(Operands& p) {
  const GemmShape shape{p.size("m"), p.size("n"), p.size("k")};
  std::string implementation = p.text("implementation");
  if (implementation.starts_with("own.")) return bindOwnProduct(p, implementation, shape.m, 1);
  const GemmLibrary& library = p.queue.gpu->gemm;
  const int target = p.queue.gemmSmTarget;
  if (implementation == "preferred") implementation = library.preferred(shape, target);
  const auto plan = std::make_shared<GemmPlan>(library.plan(shape, implementation, target));
  const bf16* input = p.pointer<bf16>("input", product(shape.m, shape.k));
  const bf16* weight = p.pointer<bf16>("weight", product(shape.n, shape.k));
  bf16* output = p.pointer<bf16>("output", product(shape.m, shape.n));
  char* workspace = p.pointer<char>("workspace", gemmWorkspaceBytes);
  return [=](const Placement& at) { plan->run(input, weight, output, workspace, at.stream); };
}

Launch bindGroupedGemm(Operands& p) {
  return bindOwnProduct(p, p.text("implementation"), p.size("rows"), p.size("experts"));
}

KvCache cacheOf(Operands& p) {
  KvCache cache{nullptr, nullptr, p.size("kvheads"), p.size("page"), p.size("head")};
  const size_t count = static_cast<size_t>(p.size("pages")) * cache.kvHeads * cache.pageTokens * cache.headSize;
  cache.keys = p.pointer<bf16>("keys", count);
  cache.values = p.pointer<bf16>("values", count);
  return cache;
}

Launch bindRopeKvAppend(Operands& p) {
  const KvCache cache = cacheOf(p);
  const int tokens = p.size("tokens"), heads = p.size("qheads");
  const int width = (heads + 2 * cache.kvHeads) * cache.headSize;
  RopeKvAppend call;
  call.qkv = p.pointer<bf16>("qkv", product(tokens, width));
  call.rotations = p.pointer<float2>("rotations", product(p.size("positions_most"), cache.headSize / 2));
  call.positions = p.pointer<int>("positions", tokens);
  call.slots = p.pointer<int>("slots", tokens);
  call.cache = cache;
  call.tokens = tokens;
  call.queryHeads = heads;
  if (p.has("bias")) call.bias = p.pointer<bf16>("bias", width);
  if (p.has("query_norm")) {
    call.queryNorm = p.pointer<bf16>("query_norm", cache.headSize);
    call.keyNorm = p.pointer<bf16>("key_norm", cache.headSize);
    call.epsilon = static_cast<float>(p.number("epsilon"));
  }
  return [=](const Placement& at) { ropeKvAppend(call, at); };
}

Launch bindDecodePlan(Operands& p) {
  const int requests = p.size("requests");
  const int* contexts = p.pointer<int>("contexts", requests);
  int* tiles = p.pointer<int>("tiles", requests + 1);
  return [=](const Placement& at) { planDecodeAttention(contexts, tiles, requests, at.stream); };
}

Launch bindDecodeAttention(Operands& p) {
  const int ctasPerSm = choose(p.text("implementation"), {"bulk.c1", "bulk.c2"}) + 1;
  DecodeAttention call;
  call.cache = cacheOf(p);
  call.requests = p.size("requests");
  call.queryHeads = p.size("qheads");
  call.queryStride = p.size("query_stride");
  call.query = p.pointer<bf16>("query", product(call.requests - 1, call.queryStride) + call.queryHeads * call.cache.headSize);
  call.pageTableStride = p.size("table_stride");
  call.pageTable = p.pointer<int>("table", product(call.requests, call.pageTableStride));
  call.contextLengths = p.pointer<int>("contexts", call.requests);
  call.tileOffsets = p.pointer<int>("tiles", call.requests + 1);
  const int smCount = p.queue.gpu->properties.multiProcessorCount;
  call.partials = p.pointer<float>("partials", decodePartialFloats(smCount, call.cache.headSize));
  call.counters = p.pointer<int>("counters", product(call.requests, call.cache.kvHeads));
  call.output = p.pointer<bf16>("output", product(call.requests, call.queryHeads * call.cache.headSize));
  return [=](const Placement& at) { decodeAttention(call, at, ctasPerSm); };
}

Launch bindPrefillAttention(Operands& p) {
  choose(p.text("implementation"), {"default"});
  PrefillAttention call;
  call.cache = cacheOf(p);
  const int tokens = p.size("tokens");
  call.sequences = p.size("sequences");
  call.queryHeads = p.size("qheads");
  call.queryStride = p.size("query_stride");
  call.query = p.pointer<bf16>("query", product(tokens - 1, call.queryStride) + call.queryHeads * call.cache.headSize);
  call.pageTableStride = p.size("table_stride");
  call.pageTable = p.pointer<int>("table", product(call.sequences, call.pageTableStride));
  call.queryStarts = p.pointer<int>("starts", call.sequences + 1);
  call.contextBefore = p.pointer<int>("contexts", call.sequences);
  call.output = p.pointer<bf16>("output", product(tokens, call.queryHeads * call.cache.headSize));
  call.maxQueryTokens = p.size("longest");
  return [=](const Placement& at) { prefillAttention(call, at); };
}

Launch bindSiluMul(Operands& p) {
  const int rows = p.size("rows"), width = p.size("width");
  const SiluMul call = {p.pointer<bf16>("input", 2 * product(rows, width)), p.pointer<bf16>("output", product(rows, width)),
                        rows, width};
  return [=](const Placement& at) { siluMul(call, at); };
}

Launch bindRouter(Operands& p) {
  Router call;
  call.tokens = p.size("tokens");
  call.hidden = p.size("hidden");
  call.expertCount = p.size("experts");
  call.expertsPerToken = p.size("topk");
  const size_t pairs = product(call.tokens, call.expertsPerToken);
  call.input = p.pointer<bf16>("input", product(call.tokens, call.hidden));
  call.weight = p.pointer<bf16>("weight", product(call.expertCount, call.hidden));
  call.experts = p.pointer<int>("choices", pairs);
  call.expertWeights = p.pointer<float>("weights", pairs);
  call.expertOffsets = p.pointer<int>("offsets", call.expertCount + 1);
  call.expertRows = p.pointer<int>("expert_rows", pairs);
  call.sourceRows = p.pointer<int>("source_rows", pairs);
  return [=](const Placement& at) { router(call, at); };
}

Launch bindMoePermute(Operands& p) {
  const int tokens = p.size("tokens"), topk = p.size("topk"), hidden = p.size("hidden");
  const int rows = tokens * topk;
  const MoePermute call = {p.pointer<bf16>("input", product(tokens, hidden)), p.pointer<int>("source_rows", rows),
                           p.pointer<bf16>("output", product(rows, hidden)), rows, hidden};
  return [=](const Placement& at) { moePermute(call, at); };
}

Launch bindMoeCombine(Operands& p) {
  const int tokens = p.size("tokens"), topk = p.size("topk"), hidden = p.size("hidden");
  const size_t rows = product(tokens, topk);
  const MoeCombine call = {p.pointer<bf16>("input", rows * hidden),
                           p.pointer<float>("weights", rows),
                           p.pointer<int>("expert_rows", rows),
                           p.pointer<bf16>("output", product(tokens, hidden)),
                           tokens,
                           hidden,
                           topk};
  return [=](const Placement& at) { moeCombine(call, at); };
}

Launch bindSampling(Operands& p) {
  const int rows = p.size("rows"), vocabulary = p.size("vocab");
  const Sampling call = {p.pointer<bf16>("logits", product(rows, vocabulary)), p.pointer<int>("output", rows), rows,
                         vocabulary};
  return [=](const Placement& at) { sampling(call, at); };
}

}  // namespace

Launch bindKernel(const std::string& kernel, Spec& words, const Queue& queue) {
  using Binder = Launch (*)(Operands&);
  static const std::map<std::string, Binder> table = {
      {"zero", zero},
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

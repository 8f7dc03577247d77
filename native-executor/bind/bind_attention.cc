#include "../../native-kernels/attention/decode_attention.h"
#include "../../native-kernels/attention/fp8_kv_cache.h"
#include "../../native-kernels/attention/prefill_attention.h"
#include "../../native-kernels/device/implementation.h"
#include "../../native-kernels/rows/rope_kv_append.h"
#include "operands.h"

namespace nanoflow {
namespace {

KvCache readCache(Operands& p) {
  KvCache cache;
  cache.kvHeads = p.size("kvheads");
  cache.pageTokens = p.size("page");
  cache.headSize = p.size("head");
  cache.pages = p.size("pages");
  if (p.fp8("kv")) {
    p.pointer<uint4>("kv", 0);  // aligned, as copies of tiles need it
    cache.fp8 = p.pointer<unsigned char>("kv", cache.pages * fp8KvPageBytes(cache));
    return cache;
  }
  const size_t count = product(cache.pages, cache.kvHeads) * cache.pageTokens * cache.headSize;
  cache.keys = p.pointer("keys", count);
  cache.values = p.pointer("values", count);
  return cache;
}

/**
 * Page tables of a kernel that works on `count` sequences: a table for each, in order; or `tables`, of which `tableRows`
 * says each one's.
 */
template <typename Attention>
void readTables(Operands& p, int count, Attention& call) {
  call.pageTableStride = p.size("pageTableStride");
  const bool chosen = p.has("tableRows");
  call.tables = chosen ? p.size("tables") : count;
  if (chosen) call.tableRows = p.pointer<int>("tableRows", count);
  call.pageTable = p.pointer<int>("pageTable", product(call.tables, call.pageTableStride));
}

}  // namespace

Launch bindRopeKvAppend(Operands& p) {
  acceptDefault(p);
  RopeKvAppend call;
  call.cache = readCache(p);
  call.tokens = p.size("tokens");
  call.queryHeads = p.size("qheads");
  const int head = call.cache.headSize, width = (call.queryHeads + 2 * call.cache.kvHeads) * head;
  call.qkv = p.pointer("qkv", product(call.tokens, width));
  call.rotated = p.size("context");
  call.rotations = p.pointer<float2>("rotations", product(call.rotated, head / 2));
  call.positions = p.pointer<int>("positions", call.tokens);
  call.slots = p.pointer<int>("slots", call.tokens);
  if (p.has("bias")) call.bias = p.pointer("bias", width);
  if (p.has("queryNorm")) {
    call.queryNorm = p.pointer("queryNorm", head);
    call.keyNorm = p.pointer("keyNorm", head);
    call.epsilon = p.epsilon();
  }
  return [=, at = p.lane.placement] { ropeKvAppend(call, at); };
}

Launch bindDecodePlan(Operands& p) {
  const int requests = p.size("tokens");
  const int* contexts = p.pointer<int>("contextLengths", requests);
  int* tiles = p.pointer<int>("tileOffsets", requests + 1);
  return [=, at = p.lane.placement] { planDecodeAttention(contexts, tiles, requests, at.stream); };
}

Launch bindDecodeAttention(Operands& p) {
  const int ctasPerSm = implementationNamed(decodeImplementations, p.implementation()).ctasPerSm;
  DecodeAttention call;
  call.cache = readCache(p);
  call.requests = p.size("tokens");
  call.queryHeads = p.size("qheads");
  call.queryStride = p.size("queryStride");
  const int head = call.cache.headSize, width = call.queryHeads * head;
  call.query = p.pointer("query", product(call.requests - 1, call.queryStride) + width);
  readTables(p, call.requests, call);
  call.contextLengths = p.pointer<int>("contextLengths", call.requests);
  call.tileOffsets = p.pointer<int>("tileOffsets", call.requests + 1);
  call.partials = p.pointer<float>("partials", decodePartialFloats(p.lane.gpu->properties.multiProcessorCount, head));
  call.counters = p.pointer<int>("counters", product(call.requests, call.cache.kvHeads));
  call.output = p.pointer("output", product(call.requests, width));
  return [=, at = p.lane.placement] { decodeAttention(call, at, ctasPerSm); };
}

Launch bindPrefillPlan(Operands& p) {
  PrefillPlan call;
  call.tokens = p.size("tokens");
  call.sequences = p.size("sequences");
  call.group = p.size("group");
  call.queryStarts = p.pointer<int>("queryStarts", call.sequences + 1);
  call.contextBefore = p.pointer<int>("contextBefore", call.sequences);
  call.tiles = p.pointer<PrefillTile>("tiles", prefillTileEntries(call.tokens, call.group, call.sequences));
  return [=, at = p.lane.placement] { planPrefillAttention(call, at.stream); };
}

Launch bindPrefillAttention(Operands& p) {
  const auto kernel = implementationNamed(prefillImplementations, p.implementation()).kernel;
  PrefillAttention call;
  call.cache = readCache(p);
  call.tokens = p.size("tokens");
  call.sequences = p.size("sequences");
  call.maxQueryTokens = p.size("longest");
  call.queryHeads = p.size("qheads");
  call.queryStride = p.size("queryStride");
  const int width = call.queryHeads * call.cache.headSize;
  call.query = p.pointer("query", product(call.tokens - 1, call.queryStride) + width);
  readTables(p, call.sequences, call);
  call.tiles = p.pointer<PrefillTile>("tiles", prefillTileEntries(call.tokens, call.group(), call.sequences));
  call.output = p.pointer("output", product(call.tokens, width));
  return [=, at = p.lane.gemmPlacement()] { kernel(call, at); };
}

}  // namespace nanoflow

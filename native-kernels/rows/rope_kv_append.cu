#include "rope_kv_append.h"

#include "../device/cuda_check.h"
#include "../device/index_check.cuh"
#include "../device/vector_types.cuh"

namespace nanoflow {
namespace {

constexpr int kThreads = 128;

/** Chunk pairs of a head: 16 bytes of dimensions i, and 16 of dimensions i + headSize / 2. */
template <int Head>
constexpr int kPairs = Head / 16;

/** Heads that a warp takes at a time, of which a lane has `Unroll` in flight. */
template <int Head, int Unroll>
constexpr int kHeads = Unroll * 32 / kPairs<Head>;

/** A load that stays before the loads of vectors (load8Once) that follow it in the source. */
__device__ inline int loadInOrder(const int* from) {
  int value;
  asm volatile("ld.global.nc.s32 %0, [%1];" : "=r"(value) : "l"(from));
  return value;
}

/** Cosines and sines of one chunk pair. */
struct Rotation {
  float2 turns[8];

  __device__ explicit Rotation(const float2* from) {
#pragma unroll
    for (int i = 0; i < 4; ++i) {
      const float4 two = reinterpret_cast<const float4*>(from)[i];
      turns[2 * i] = make_float2(two.x, two.y);
      turns[2 * i + 1] = make_float2(two.z, two.w);
    }
  }

  __device__ void apply(Bf16x8& low, Bf16x8& high) const {
    Float8 a = toFloat(low), b = toFloat(high);
#pragma unroll
    for (int i = 0; i < 8; ++i) {
      const float first = a.values[i], second = b.values[i];
      a.values[i] = first * turns[i].x - second * turns[i].y;
      b.values[i] = second * turns[i].x + first * turns[i].y;
    }
    low = toBf16(a);
    high = toBf16(b);
  }
};

__device__ inline void add(Float8& sum, const Float8& term) {
#pragma unroll
  for (int i = 0; i < 8; ++i) sum.values[i] += term.values[i];
}

__device__ inline float sumOfSquares(const Float8& vector) {
  float sum = 0.f;
#pragma unroll
  for (int i = 0; i < 8; ++i) sum += vector.values[i] * vector.values[i];
  return sum;
}

__device__ inline void scale(Float8& vector, const __nv_bfloat16* weight, float factor) {
  const Float8 weights = toFloat(load8(weight));
#pragma unroll
  for (int i = 0; i < 8; ++i) vector.values[i] *= weights.values[i] * factor;
}

/** Bias and norm of a chunk pair; the neighbouring threads that hold the rest of the head add up their squares. */
template <int Head>
__device__ inline void adjust(const RopeKvAppend& p, Bf16x8& low, Bf16x8& high, int head, int pair) {
  constexpr int kHalf = Head / 2;
  Float8 a = toFloat(low), b = toFloat(high);
  if (p.bias != nullptr) {
    const __nv_bfloat16* bias = p.bias + static_cast<size_t>(head) * Head + pair * 8;
    add(a, toFloat(load8(bias)));
    add(b, toFloat(load8(bias + kHalf)));
  }
  if (p.queryNorm != nullptr && head < p.queryHeads + p.cache.kvHeads) {
    const unsigned neighbours = ((1u << kPairs<Head>)-1) << (threadIdx.x % 32 - pair);
    float sum = sumOfSquares(a) + sumOfSquares(b);
    for (int offset = kPairs<Head> / 2; offset > 0; offset /= 2) sum += __shfl_xor_sync(neighbours, sum, offset);
    const float factor = rsqrtf(sum / Head + p.epsilon);
    const __nv_bfloat16* weight = (head < p.queryHeads ? p.queryNorm : p.keyNorm) + pair * 8;
    scale(a, weight, factor);
    scale(b, weight + kHalf, factor);
  }
  low = toBf16(a);
  high = toBf16(b);
}

/**
 * A warp takes several heads of one token, a lane one chunk pair of each: all loads come first, and the rotation is read
 * once for all heads. Its address waits for the position, which is therefore loaded before the heads.
 *
 * @tparam Adjusts whether there is a bias or a norm
 */
template <int Head, bool Adjusts, int Unroll, int CtasPerSm>
__global__ void __launch_bounds__(kThreads, CtasPerSm) ropeKvAppendKernel(RopeKvAppend p) {
  constexpr int kApart = 32 / kPairs<Head>;  // heads from one load of a lane to its next
  const KvCache& cache = p.cache;
  const int pair = threadIdx.x % kPairs<Head>;
  const int heads = p.queryHeads + 2 * cache.kvHeads;
  const int parts = (heads + kHeads<Head, Unroll> - 1) / kHeads<Head, Unroll>;
  const int work = p.tokens * parts;
  const int warps = gridDim.x * (kThreads / 32);
  for (int item = blockIdx.x * (kThreads / 32) + threadIdx.x / 32; item < work; item += warps) {
    const int token = item / parts;
    const int first = item % parts * kHeads<Head, Unroll> + threadIdx.x % 32 / kPairs<Head>;
    const int position = loadInOrder(p.positions + token), slotInCache = loadInOrder(p.slots + token);
    checkIndex("rope_kv_append", token, "the position has a rotation", position, p.rotated);
    checkIndex("rope_kv_append", token, "the slot is one of the cache", slotInCache,
               static_cast<long>(cache.pages) * cache.pageTokens);
    __nv_bfloat16* row = p.qkv + static_cast<size_t>(token) * heads * Head + pair * 8;
    Bf16x8 low[Unroll], high[Unroll];
#pragma unroll
    for (int u = 0; u < Unroll; ++u) {
      const int head = first + u * kApart;
      if (head >= heads) continue;
      low[u] = load8Once(row + head * Head);
      high[u] = load8Once(row + head * Head + Head / 2);
    }
    const int page = slotInCache / cache.pageTokens, slot = slotInCache % cache.pageTokens;
    const Rotation rotation(p.rotations + (static_cast<size_t>(position) * kPairs<Head> + pair) * 8);
#pragma unroll
    for (int u = 0; u < Unroll; ++u) {
      const int head = first + u * kApart;
      if (head >= heads) continue;
      if constexpr (Adjusts) adjust<Head>(p, low[u], high[u], head, pair);
      if (head < p.queryHeads + cache.kvHeads) rotation.apply(low[u], high[u]);
      if (head < p.queryHeads) {
        store8Once(row + head * Head, low[u]);
        store8Once(row + head * Head + Head / 2, high[u]);
        continue;
      }
      const bool isKey = head < p.queryHeads + cache.kvHeads;
      const int kvHead = head - p.queryHeads - (isKey ? 0 : cache.kvHeads);
      __nv_bfloat16* to = (isKey ? cache.keys : cache.values) + kvRow(cache, page, kvHead, slot);
      store8Once(to + kvChunk(pair, slot) * 8, low[u]);
      store8Once(to + kvChunk(pair + kPairs<Head>, slot) * 8, high[u]);
    }
  }
}

__global__ void fillRotationsKernel(float2* rotations, int positions, int half, double base) {
  const int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= positions * half) return;
  const double angle = (i / half) * pow(base, -static_cast<double>(i % half) / half);
  rotations[i] = make_float2(static_cast<float>(cos(angle)), static_cast<float>(sin(angle)));
}

template <int Head, int Unroll, int CtasPerSm>
void launch(const RopeKvAppend& p, const Placement& placement) {
  const int heads = p.queryHeads + 2 * p.cache.kvHeads;
  const int parts = (heads + kHeads<Head, Unroll> - 1) / kHeads<Head, Unroll>;
  constexpr int kWarps = kThreads / 32;
  const int ctas = placement.ctas((static_cast<long>(p.tokens) * parts + kWarps - 1) / kWarps);
  const bool adjusts = p.bias != nullptr || p.queryNorm != nullptr;
  const auto kernel = adjusts ? ropeKvAppendKernel<Head, true, Unroll, CtasPerSm>
                              : ropeKvAppendKernel<Head, false, Unroll, CtasPerSm>;
  kernel<<<ctas, kThreads, 0, placement.stream>>>(p);
  check(cudaGetLastError());
}

template <int Head>
void launchBySms(const RopeKvAppend& p, const Placement& placement) {
  if (placement.fewSms()) return launch<Head, 4, 6>(p, placement);
  launch<Head, 2, 8>(p, placement);
}

}  // namespace

void ropeKvAppend(const RopeKvAppend& p, const Placement& placement) {
  const KvCache& cache = p.cache;
  require(p.tokens > 0 && p.queryHeads > 0 && cache.kvHeads > 0, "rope_kv_append needs tokens and heads");
  require(cache.headSize == 64 || cache.headSize == 128, "head size must be 64 or 128");
  require(cache.pageTokens == 16 || cache.pageTokens == 64, "a page must hold 16 or 64 tokens");
  require((p.queryNorm == nullptr) == (p.keyNorm == nullptr), "queries and keys are normalised both or neither");
  if (cache.headSize == 128) return launchBySms<128>(p, placement);
  launchBySms<64>(p, placement);
}

void fillRotations(float2* rotations, int positions, int headSize, double base, cudaStream_t stream) {
  const int count = positions * headSize / 2;
  require(count > 0, "no positions to fill");
  fillRotationsKernel<<<(count + kThreads - 1) / kThreads, kThreads, 0, stream>>>(rotations, positions, headSize / 2,
                                                                                  base);
  check(cudaGetLastError());
}

}  // namespace nanoflow

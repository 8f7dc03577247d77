#include "rope_kv_append.h"

#include <type_traits>

#include "../attention/fp8_kv_cache.h"
#include "../device/cuda_check.h"
#include "../device/fp8.cuh"
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

  __device__ void apply(Float8& a, Float8& b) const {
#pragma unroll
    for (int i = 0; i < 8; ++i) {
      const float first = a.values[i], second = b.values[i];
      a.values[i] = first * turns[i].x - second * turns[i].y;
      b.values[i] = second * turns[i].x + first * turns[i].y;
    }
  }

  __device__ void apply(Bf16x8& low, Bf16x8& high) const {
    Float8 a = toFloat(low), b = toFloat(high);
    apply(a, b);
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

/** Lanes that hold the head of the calling one. */
template <int Head>
__device__ inline unsigned headLanes(int pair) {
  return ((1u << kPairs<Head>)-1) << (threadIdx.x % 32 - pair);
}

/** Bias and norm of a chunk pair; the neighbouring threads that hold the rest of the head add up their squares. */
template <int Head>
__device__ inline void adjust(const RopeKvAppend& p, Float8& a, Float8& b, int head, int pair) {
  constexpr int kHalf = Head / 2;
  if (p.bias != nullptr) {
    const __nv_bfloat16* bias = p.bias + static_cast<size_t>(head) * Head + pair * 8;
    add(a, toFloat(load8(bias)));
    add(b, toFloat(load8(bias + kHalf)));
  }
  if (p.queryNorm != nullptr && head < p.queryHeads + p.cache.kvHeads) {
    const unsigned neighbours = headLanes<Head>(pair);
    float sum = sumOfSquares(a) + sumOfSquares(b);
    for (int offset = kPairs<Head> / 2; offset > 0; offset /= 2) sum += __shfl_xor_sync(neighbours, sum, offset);
    const float factor = rsqrtf(sum / Head + p.epsilon);
    const __nv_bfloat16* weight = (head < p.queryHeads ? p.queryNorm : p.keyNorm) + pair * 8;
    scale(a, weight, factor);
    scale(b, weight + kHalf, factor);
  }
}

template <int Head>
__device__ inline void adjust(const RopeKvAppend& p, Bf16x8& low, Bf16x8& high, int head, int pair) {
  Float8 a = toFloat(low), b = toFloat(high);
  adjust<Head>(p, a, b, head, pair);
  low = toBf16(a);
  high = toBf16(b);
}

/** Where a head of a token goes in the cache. */
struct Place {
  int kvHead, page, slot;
  bool isKey;
};

/** Writes a chunk pair of keys or values in FP8; the neighbouring threads find the scale of the head with it. */
template <int Head>
__device__ inline void appendFp8(const KvCache& cache, const Place& at, const Float8& low, const Float8& high, int pair) {
  float amax = largestMagnitude(high, largestMagnitude(low, 0.f));
  const unsigned neighbours = headLanes<Head>(pair);
  for (int offset = kPairs<Head> / 2; offset > 0; offset /= 2) {
    amax = fmaxf(amax, __shfl_xor_sync(neighbours, amax, offset));
  }
  const float range = fp8Range(amax), inverse = kFp8Most / range;
  const int row = at.slot % kvTileTokens;
  unsigned char* tile = cache.fp8 + fp8KvTile(cache, at.page, at.kvHead, at.slot);
  unsigned char* to = tile + (at.isKey ? 0 : fp8KvHalfBytes(Head)) + row * Head;
  const auto store = [&](const Float8& eight, int half) {
    const int byte = fp8KvChunk<Head>(half / 2, at.slot) * 16 + half % 2 * 8;
    store8Once(reinterpret_cast<__nv_fp8_e4m3*>(to + byte), toFp8(eight, inverse));
  };
  store(low, pair);
  store(high, pair + kPairs<Head>);
  float* scales = reinterpret_cast<float*>(tile + 2 * fp8KvHalfBytes(Head));
  if (pair == 0) scales[(at.isKey ? 0 : kvTileTokens) + row] = range / kFp8Most;
}

/**
 * A warp takes several heads of one token, a lane one chunk pair of each: all loads come first, and the rotation is read
 * once for all heads. Its address waits for the position, which is therefore loaded before the heads.
 *
 * @tparam Adjusts whether there is a bias or a norm
 * @tparam Fp8 whether the cache is; then nothing is rounded to bf16 on the way
 */
template <int Head, bool Adjusts, bool Fp8, int Unroll, int CtasPerSm>
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
      const bool turns = head < p.queryHeads + cache.kvHeads;
      const int kvHead = head - p.queryHeads - (turns ? 0 : cache.kvHeads);
      if constexpr (Fp8) {
        Float8 a = toFloat(low[u]), b = toFloat(high[u]);
        if constexpr (Adjusts) adjust<Head>(p, a, b, head, pair);
        if (turns) rotation.apply(a, b);
        if (head >= p.queryHeads) {
          appendFp8<Head>(cache, {kvHead, page, slot, turns}, a, b, pair);
          continue;
        }
        low[u] = toBf16(a);
        high[u] = toBf16(b);
      } else {
        if constexpr (Adjusts) adjust<Head>(p, low[u], high[u], head, pair);
        if (turns) rotation.apply(low[u], high[u]);
      }
      if (head < p.queryHeads) {
        store8Once(row + head * Head, low[u]);
        store8Once(row + head * Head + Head / 2, high[u]);
        continue;
      }
      __nv_bfloat16* to = (turns ? cache.keys : cache.values) + kvRow(cache, page, kvHead, slot);
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
  const auto choose = [&](auto fp8) {
    return adjusts ? ropeKvAppendKernel<Head, true, fp8, Unroll, CtasPerSm>
                   : ropeKvAppendKernel<Head, false, fp8, Unroll, CtasPerSm>;
  };
  const auto kernel = p.cache.fp8 != nullptr ? choose(std::true_type{}) : choose(std::false_type{});
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

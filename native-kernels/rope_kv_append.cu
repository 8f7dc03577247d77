#include "rope_kv_append.h"

#include "cuda_check.h"
#include "vector_types.cuh"

namespace nanoflow {
namespace {

constexpr int kThreads = 256;

/** Turns eight pairs: `low` holds dimensions i, `high` dimensions i + headSize / 2. */
__device__ inline void rotate(Bf16x8& low, Bf16x8& high, const float2* rotations) {
  Float8 a = toFloat(low), b = toFloat(high);
#pragma unroll
  for (int i = 0; i < 8; ++i) {
    const float2 turn = rotations[i];
    const float first = a.values[i], second = b.values[i];
    a.values[i] = first * turn.x - second * turn.y;
    b.values[i] = second * turn.x + first * turn.y;
  }
  low = toBf16(a);
  high = toBf16(b);
}

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

/**
 * Bias and norm of the chunk pair `pair` of a head. The `pairs` threads of a head are neighbours in a warp: they add up
 * their squares.
 */
__device__ inline void adjust(const RopeKvAppend& p, Bf16x8& low, Bf16x8& high, int head, int pair, int pairs) {
  Float8 a = toFloat(low), b = toFloat(high);
  if (p.bias != nullptr) {
    const __nv_bfloat16* bias = p.bias + static_cast<size_t>(head) * p.cache.headSize;
    add(a, toFloat(load8(bias + pair * 8)));
    add(b, toFloat(load8(bias + (pair + pairs) * 8)));
  }
  if (p.queryNorm != nullptr && head < p.queryHeads + p.cache.kvHeads) {
    const unsigned neighbours = ((1u << pairs) - 1) << (threadIdx.x % 32 / pairs * pairs);
    float sum = sumOfSquares(a) + sumOfSquares(b);
    for (int offset = pairs / 2; offset > 0; offset /= 2) sum += __shfl_xor_sync(neighbours, sum, offset);
    const float factor = rsqrtf(sum / p.cache.headSize + p.epsilon);
    const __nv_bfloat16* weight = head < p.queryHeads ? p.queryNorm : p.keyNorm;
    scale(a, weight + pair * 8, factor);
    scale(b, weight + (pair + pairs) * 8, factor);
  }
  low = toBf16(a);
  high = toBf16(b);
}

/**
 * A thread takes one chunk pair (16 bytes each) of one head of one token.
 *
 * @tparam Adjusts whether there is a bias or a norm
 */
template <bool Adjusts>
__global__ void __launch_bounds__(kThreads) ropeKvAppendKernel(RopeKvAppend p) {
  const KvCache& cache = p.cache;
  const int pairs = cache.headSize / 16;
  const int heads = p.queryHeads + 2 * cache.kvHeads;
  const long work = static_cast<long>(p.tokens) * heads * pairs;
  for (long i = blockIdx.x * static_cast<long>(kThreads) + threadIdx.x; i < work;
       i += static_cast<long>(gridDim.x) * kThreads) {
    const int pair = i % pairs;
    const int head = i / pairs % heads;
    const int token = i / pairs / heads;
    __nv_bfloat16* row = p.qkv + (static_cast<size_t>(token) * heads + head) * cache.headSize;
    Bf16x8 low = load8(row + pair * 8);
    Bf16x8 high = load8(row + (pair + pairs) * 8);
    if constexpr (Adjusts) adjust(p, low, high, head, pair, pairs);
    if (head < p.queryHeads + cache.kvHeads) {
      rotate(low, high, p.rotations + (static_cast<size_t>(p.positions[token]) * pairs + pair) * 8);
    }
    if (head < p.queryHeads) {
      store8(row + pair * 8, low);
      store8(row + (pair + pairs) * 8, high);
      continue;
    }
    const bool isKey = head < p.queryHeads + cache.kvHeads;
    const int kvHead = (head - p.queryHeads) % cache.kvHeads;
    const int slot = p.slots[token] % cache.pageTokens;
    __nv_bfloat16* to =
        (isKey ? cache.keys : cache.values) + kvRow(cache, p.slots[token] / cache.pageTokens, kvHead, slot);
    store8(to + kvChunk(pair, slot) * 8, low);
    store8(to + kvChunk(pair + pairs, slot) * 8, high);
  }
}

__global__ void fillRotationsKernel(float2* rotations, int positions, int half, double base) {
  const int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= positions * half) return;
  const double angle = (i / half) * pow(base, -static_cast<double>(i % half) / half);
  rotations[i] = make_float2(static_cast<float>(cos(angle)), static_cast<float>(sin(angle)));
}

}  // namespace

void ropeKvAppend(const RopeKvAppend& p, const Placement& placement) {
  const KvCache& cache = p.cache;
  require(p.tokens > 0 && p.queryHeads > 0 && cache.kvHeads > 0, "rope_kv_append needs tokens and heads");
  require(cache.headSize == 64 || cache.headSize == 128, "head size must be 64 or 128");
  require(cache.pageTokens == 16 || cache.pageTokens == 64, "a page must hold 16 or 64 tokens");
  const long work = static_cast<long>(p.tokens) * (p.queryHeads + 2 * cache.kvHeads) * (cache.headSize / 16);
  const int ctas = placement.ctas((work + kThreads - 1) / kThreads, 8);
  require((p.queryNorm == nullptr) == (p.keyNorm == nullptr), "queries and keys are normalised both or neither");
  if (p.bias != nullptr || p.queryNorm != nullptr) {
    ropeKvAppendKernel<true><<<ctas, kThreads, 0, placement.stream>>>(p);
  } else {
    ropeKvAppendKernel<false><<<ctas, kThreads, 0, placement.stream>>>(p);
  }
  check(cudaGetLastError());
}

void fillRotations(float2* rotations, int positions, int headSize, double base, cudaStream_t stream) {
  const int count = positions * headSize / 2;
  require(count > 0, "no positions to fill");
  fillRotationsKernel<<<(count + kThreads - 1) / kThreads, kThreads, 0, stream>>>(rotations, positions, headSize / 2,
                                                                                  base);
  check(cudaGetLastError());
}

}  // namespace nanoflow

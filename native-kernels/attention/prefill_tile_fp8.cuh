#pragma once

#include <cuda_fp16.h>

#include "fp8_kv_cache.h"
#include "../device/fp8_fragments.cuh"
#include "../device/vector_types.cuh"

namespace nanoflow {

/** Eight e4m3 numbers times a scale. */
__device__ inline Bf16x8 widen(uint2 packed, float scale) {
  Float8 wide;
  uint32_t halves[4];
  halvesOf(packed.x, halves[0], halves[1]);
  halvesOf(packed.y, halves[2], halves[3]);
#pragma unroll
  for (int i = 0; i < 4; ++i) {
    const float2 pair = __half22float2(*reinterpret_cast<const __half2*>(&halves[i]));
    wide.values[2 * i] = pair.x * scale;
    wide.values[2 * i + 1] = pair.y * scale;
  }
  return toBf16(wide);
}

/**
 * Tiles of an FP8 cache into the keys, then the values, that a cache in bf16 would have. Tokens from `valid` on, which may
 * be another sequence's, become zeros. Called by all `threads` of the CTA.
 */
template <int Head, int Tokens>
__device__ void widenTile(const unsigned char* from, unsigned char* to, int valid, int thread, int threads) {
  constexpr int kChunks = Head / 16, kTensor = Tokens * Head * static_cast<int>(sizeof(__nv_bfloat16));
  for (int i = thread; i < 2 * Tokens * kChunks; i += threads) {
    const int chunk = i % kChunks, token = i / kChunks % Tokens, part = i / (kChunks * Tokens);
    const unsigned char* tile = from + token / kvTileTokens * fp8KvTileBytes(Head);
    const int row = token % kvTileTokens;
    uint4 bytes = make_uint4(0, 0, 0, 0);
    float scale = 0.f;
    if (token < valid) {
      const unsigned char* rowAt = tile + part * fp8KvHalfBytes(Head) + row * Head;
      bytes = *reinterpret_cast<const uint4*>(rowAt + fp8KvChunk<Head>(chunk, row) * 16);
      scale = reinterpret_cast<const float*>(tile + 2 * fp8KvHalfBytes(Head))[part * kvTileTokens + row];
    }
    auto* wide = reinterpret_cast<__nv_bfloat16*>(to + part * kTensor) + token * Head;
    store8(wide + kvChunk(2 * chunk, token) * 8, widen(make_uint2(bytes.x, bytes.y), scale));
    store8(wide + kvChunk(2 * chunk + 1, token) * 8, widen(make_uint2(bytes.z, bytes.w), scale));
  }
}

}  // namespace nanoflow

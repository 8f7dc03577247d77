#pragma once

#include "async_copy.cuh"
#include "decode_attention.h"

/** How decode attention walks the cache: tiles in a line, fetched ahead by every warp for itself. */
namespace nanoflow::decode {

constexpr unsigned kAllLanes = 0xffffffffu;

/**
 * What a tile holds: the keys, then the values of 16 tokens of `Heads` neighbouring KV heads. A page's heads lie one after
 * the other, so that with pages of 16 tokens two heads of 64 come in one copy, as large as that of one head of 128: copies
 * of 2 KiB reach 60% of the speed.
 */
template <int Head, int Heads>
struct TileShape {
  static constexpr int headBytes = kvTileTokens * Head * static_cast<int>(sizeof(__nv_bfloat16));
  static constexpr int halfBytes = Heads * headBytes;
  static constexpr int bytes = 2 * halfBytes;
  static constexpr int stages = 24 * 1024 / bytes;  // copies in flight per warp
};

/** A tile on the line of all tiles: requests, then runs of `Heads` KV heads, then tiles of the context. */
template <int Heads>
struct TileCursor {
  int request = 0;
  int run = 0;
  int tile = 0;
  int tiles = 0;  // tiles of the request's context

  static __device__ int runs(const DecodeAttention& p) { return p.cache.kvHeads / Heads; }

  __device__ void seek(const DecodeAttention& p, int flat) {
    const int lane = threadIdx.x % 32;
    int low = 0;
    int high = p.requests;
    while (high - low > 1) {
      const int step = (high - low + 31) / 32;
      const int probe = min(low + lane * step, high);
      const bool before = probe < high && p.tileOffsets[probe] * runs(p) <= flat;
      const int last = 31 - __clz(__ballot_sync(kAllLanes, before));
      low += last * step;
      high = min(low + step, high);
    }
    request = low;
    tiles = p.tileOffsets[low + 1] - p.tileOffsets[low];
    const int inside = flat - p.tileOffsets[low] * runs(p);
    run = inside / tiles;
    tile = inside % tiles;
  }

  __device__ void advance(const DecodeAttention& p) {
    if (++tile < tiles) return;
    tile = 0;
    if (++run < runs(p)) return;
    run = 0;
    do {
      if (++request >= p.requests) return;
      tiles = p.tileOffsets[request + 1] - p.tileOffsets[request];
    } while (tiles == 0);
  }
};

/** A warp's ring of tiles: fills slots in order, a page table window of 32 tiles at a time. */
template <int Head, int Heads>
struct TileRing {
  using Shape = TileShape<Head, Heads>;
  unsigned char* slots;
  uint64_t* barriers;
  TileCursor<Heads> next;
  int issued = 0;
  int windowRequest = -1;
  int windowBase = 0;
  int windowPage = 0;

  __device__ void issue(const DecodeAttention& p, bool present) {
    const int lane = threadIdx.x % 32;
    if (present) {
      const KvCache& cache = p.cache;
      if (next.request != windowRequest || next.tile < windowBase || next.tile >= windowBase + 32) {
        windowRequest = next.request;
        windowBase = next.tile & ~31;
        const int tile = min(windowBase + lane, next.tiles - 1);
        windowPage =
            p.pageTable[static_cast<size_t>(next.request) * p.pageTableStride + tile * kvTileTokens / cache.pageTokens];
      }
      const int page = __shfl_sync(kAllLanes, windowPage, next.tile - windowBase);
      const size_t row = kvRow(cache, page, next.run * Heads, next.tile * kvTileTokens % cache.pageTokens);
      const int stage = issued % Shape::stages;
      unsigned char* slot = slots + stage * Shape::bytes;
      expectTile(&barriers[stage], Shape::bytes, lane);
      copy(slot, cache.keys + row, cache, &barriers[stage]);
      copy(slot + Shape::halfBytes, cache.values + row, cache, &barriers[stage]);
      next.advance(p);
    }
    commitTile();
    ++issued;
  }

 private:
  /** Keys or values of all heads of a tile. */
  static __device__ void copy(unsigned char* to, const __nv_bfloat16* from, const KvCache& cache, uint64_t* barrier) {
    const int pieces = cache.pageTokens == kvTileTokens ? 1 : Heads;
    for (int i = 0; i < pieces; ++i) {
      copyToShared(to + i * Shape::headBytes, from + i * cache.pageTokens * Head, Shape::halfBytes / pieces, barrier,
                   threadIdx.x % 32, 32);
    }
  }
};

}  // namespace nanoflow::decode

#pragma once

#include "async_copy.cuh"
#include "decode_attention.h"

/** How decode attention walks the cache: tiles in a line, fetched ahead by every warp for itself. */
namespace nanoflow::decode {

constexpr unsigned kAllLanes = 0xffffffffu;

template <int Head>
constexpr int kTileBytes = 2 * kvTileTokens * Head * static_cast<int>(sizeof(__nv_bfloat16));

/** Copies in flight per warp, in tiles: 24 KiB for either head size. */
template <int Head>
constexpr int kStages = 24 * 1024 / kTileBytes<Head>;

/** A tile on the line of all tiles: requests, then KV heads, then tiles of the context. */
struct TileCursor {
  int request = 0;
  int head = 0;
  int tile = 0;
  int tiles = 0;  // tiles of the request's context

  __device__ void seek(const DecodeAttention& p, int flat) {
    const int lane = threadIdx.x % 32;
    int low = 0;
    int high = p.requests;
    while (high - low > 1) {
      const int step = (high - low + 31) / 32;
      const int probe = min(low + lane * step, high);
      const bool before = probe < high && p.tileOffsets[probe] * p.cache.kvHeads <= flat;
      const int last = 31 - __clz(__ballot_sync(kAllLanes, before));
      low += last * step;
      high = min(low + step, high);
    }
    request = low;
    tiles = p.tileOffsets[low + 1] - p.tileOffsets[low];
    const int inside = flat - p.tileOffsets[low] * p.cache.kvHeads;
    head = inside / tiles;
    tile = inside % tiles;
  }

  __device__ void advance(const DecodeAttention& p) {
    if (++tile < tiles) return;
    tile = 0;
    if (++head < p.cache.kvHeads) return;
    head = 0;
    do {
      if (++request >= p.requests) return;
      tiles = p.tileOffsets[request + 1] - p.tileOffsets[request];
    } while (tiles == 0);
  }
};

/** A warp's ring of tiles: fills slots in order, a page table window of 32 tiles at a time. */
template <int Head>
struct TileRing {
  unsigned char* slots;
  uint64_t* barriers;
  TileCursor next;
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
      const size_t row = kvRow(cache, page, next.head, next.tile * kvTileTokens % cache.pageTokens);
      const int stage = issued % kStages<Head>;
      unsigned char* slot = slots + stage * kTileBytes<Head>;
      expectTile(&barriers[stage], kTileBytes<Head>, lane);
      copyToShared(slot, cache.keys + row, kTileBytes<Head> / 2, &barriers[stage], lane, 32);
      copyToShared(slot + kTileBytes<Head> / 2, cache.values + row, kTileBytes<Head> / 2, &barriers[stage], lane, 32);
      next.advance(p);
    }
    commitTile();
    ++issued;
  }
};

}  // namespace nanoflow::decode

#pragma once

#include "../device/async_copy.cuh"
#include "../device/index_check.cuh"
#include "../device/warp.cuh"
#include "decode_attention.h"
#include "fp8_kv_cache.h"

/** How decode attention walks the cache: tiles in a line, fetched ahead by every warp for itself. */
namespace nanoflow::decode {

/**
 * What a tile holds: the keys, then the values of 16 tokens of `Heads` neighbouring KV heads. A page's heads lie one after
 * the other, so that with pages of 16 tokens two heads of 64 come in one copy, as large as that of one head of 128: copies
 * of 2 KiB reach 60% of the speed.
 */
template <int Head, int Heads>
struct TileShape {
  static constexpr int headSize = Head;
  static constexpr int heads = Heads;
  static constexpr int parts = 2;  ///< copies that fetch a tile
  static constexpr int headBytes = kvTileTokens * Head * static_cast<int>(sizeof(__nv_bfloat16));
  static constexpr int halfBytes = Heads * headBytes;
  static constexpr int partBytes = halfBytes;
  static constexpr int bytes = 2 * halfBytes;

  /** Tiles in flight a warp, of 192 KiB an SM. */
  template <int WarpsPerSm>
  static constexpr int stages = 192 * 1024 / bytes / WarpsPerSm;

  static __device__ const void* part(const KvCache& cache, int i) { return i == 0 ? cache.keys : cache.values; }
};

/** The same of a cache in FP8, whose tiles hold keys, values and scales of a head, then those of the next. */
template <int Head, int Heads>
struct Fp8TileShape {
  static constexpr int headSize = Head;
  static constexpr int heads = Heads;
  static constexpr int parts = 1;
  static constexpr int headBytes = fp8KvTileBytes(Head);
  static constexpr int partBytes = Heads * headBytes;
  static constexpr int bytes = partBytes;

  /** About 200 KiB an SM: as many tiles of two heads as of one, which are as large. */
  template <int WarpsPerSm>
  static constexpr int stages = 48 * 128 / Head / Heads / WarpsPerSm;

  static __device__ const void* part(const KvCache& cache, int) { return cache.fp8; }
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

/** A warp's ring of tiles: fills slots in order. Nothing here divides, as a warp does all of it for every tile. */
template <typename Shape, int Stages>
class TileRing {
  static constexpr int Heads = Shape::heads;

 public:
  __device__ TileRing(const DecodeAttention& p, unsigned char* slots, uint64_t* barriers, const TileCursor<Heads>& first)
      : slots_(slots),
        barriers_(barriers),
        next_(first),
        pageTilesLog2_(p.cache.pageTokens == kvTileTokens ? 0 : 2),
        headBytes_(Shape::headBytes << pageTilesLog2_),
        pageBytes_(p.cache.kvHeads * headBytes_) {
    if (threadIdx.x % 32 < Stages) initTileBarrier(&barriers[threadIdx.x % 32]);
    __syncwarp();
    lookUpPages(p);
  }

  /** Fetches the next tile into the next slot, if there is one. */
  __device__ void issue(const DecodeAttention& p, bool present) {
    if (present) {
      const int inWindow = next_.tile & (kWindow - 1);
      if (inWindow == 0) lookUpPages(p);
      const unsigned page = __shfl_sync(kAllLanes, pages_, inWindow);
      const int inPage = next_.tile & ((1 << pageTilesLog2_) - 1);
      const size_t from = static_cast<size_t>(page) * pageBytes_ +
                          static_cast<unsigned>(next_.run * Heads * headBytes_ + inPage * Shape::headBytes);
      unsigned char* slot = slots_ + stage_ * Shape::bytes;
      uint64_t* barrier = &barriers_[stage_];
      expectTile(barrier, Shape::bytes, threadIdx.x % 32);
#pragma unroll
      for (int i = 0; i < Shape::parts; ++i) {
        copy(slot + i * Shape::partBytes, static_cast<const unsigned char*>(Shape::part(p.cache, i)) + from, barrier);
      }
      next_.advance(p);
    }
    commitTile();
    stage_ = stage_ + 1 == Stages ? 0 : stage_ + 1;
  }

 private:
  static constexpr int kWindow = 32;  // tiles whose pages are looked up at once, one a lane

  __device__ void lookUpPages(const DecodeAttention& p) {
    const int tile = min((next_.tile & -kWindow) + static_cast<int>(threadIdx.x % 32), next_.tiles - 1);
    const int entry = tile >> pageTilesLog2_;
    checkIndex("decode_attention", next_.request, "the context fits the page table", entry, p.pageTableStride);
    const int row = p.tableRows == nullptr ? next_.request : p.tableRows[next_.request];
    if (p.tableRows != nullptr) {
      checkIndex("decode_attention", next_.request, "the request has a page table", row, p.tables);
    }
    pages_ = p.pageTable[static_cast<size_t>(row) * p.pageTableStride + entry];
    checkIndex("decode_attention", next_.request, "the page is one of the cache", pages_, p.cache.pages);
  }

  /** A part of all heads of a tile: neighbours in the cache where a page is no longer than a tile. */
  __device__ void copy(unsigned char* to, const unsigned char* from, uint64_t* barrier) const {
    const int lane = threadIdx.x % 32;
    if constexpr (Heads > 1) {
      if (pageTilesLog2_ > 0) {
#pragma unroll
        for (int h = 0; h < Heads; ++h) {
          copyToShared(to + h * Shape::headBytes, from + h * headBytes_, Shape::headBytes, barrier, lane, 32);
        }
        return;
      }
    }
    copyToShared(to, from, Shape::partBytes, barrier, lane, 32);
  }

  unsigned char* slots_;
  uint64_t* barriers_;
  TileCursor<Heads> next_;
  int pageTilesLog2_;  // tiles of a page
  int headBytes_;      // of a page, one head and part
  unsigned pageBytes_;
  int stage_ = 0;
  int pages_ = 0;
};

}  // namespace nanoflow::decode

#pragma once

#include "fp8_kv_cache.h"
#include "prefill_producer.cuh"
#include "prefill_tile_fp8.cuh"
#include "../device/shared_clear.cuh"

/** The warpgroup of prefill attention that fetches from an FP8 cache. */
namespace nanoflow::prefill {

#if defined(__CUDA_ARCH_FEAT_SM90_ALL)

/**
 * A line of tiles of keys or values on their way from the cache to slots, by 128 threads. Each thread copies 16 bytes of
 * several tokens and their scales to a place of its own, and makes them bf16 when they have come: so no thread waits for
 * another's copies.
 */
template <int Head, typename Shape>
class Fp8Stream {
 public:
  __device__ Fp8Stream(const PrefillAttention& p, uint32_t raw, uint32_t slots, Channels<Shape>& channels)
      : p_(p), raw_(raw), slots_(slots), channels_(channels) {}

  /**
   * Asks for a tile, and fills the slot of the one that is due.
   *
   * @param pages lane i holds page i of the tile
   * @param part 0: keys, 1: values
   */
  template <int Pages>
  __device__ void push(int pages, int head, int part) {
    constexpr int kPageTokens = kKeys / Pages;
    const uint32_t to = raw_ + asked_ % Shape::raws * Shape::rawBytes + threadIdx.x * 16;
    const uint32_t toScale = scalesOf(asked_);
#pragma unroll 2
    for (int i = 0; i < kPasses; ++i) {
      const int token = i * kRows + threadIdx.x / kChunks;
      const int page = __shfl_sync(kAllLanes, pages, token / kPageTokens);
      const unsigned char* tile = p_.cache.fp8 + fp8KvTile(p_.cache, page, head, token % kPageTokens);
      const int row = token % kvTileTokens;
      const int chunk = fp8KvChunk<Head>(threadIdx.x % kChunks, row);
      copyChunk(to + i * 128 * 16, tile + part * fp8KvHalfBytes(Head) + row * Head + chunk * 16, true);
      copyWord(toScale + i * 128 * 4, tile + 2 * fp8KvHalfBytes(Head) + (part * kvTileTokens + row) * 4);
    }
    commitCopies();
    if (++asked_ >= Shape::raws) {
      awaitCopies<Shape::raws - 1>();
      fill();
    }
  }

  /** Fills the slots of what was asked for. */
  __device__ void drain() {
    awaitCopies<0>();
    while (filled_ < asked_) fill();
  }

 private:
  static constexpr int kChunks = Head / 16;        // of 16 bytes, of a token
  static constexpr int kRows = 128 / kChunks;      // tokens that the threads take at a time
  static constexpr int kPasses = kKeys / kRows;

  /** The calling thread's scales of a tile. */
  __device__ uint32_t scalesOf(int tile) const {
    return raw_ + tile % Shape::raws * Shape::rawBytes + kKeys * Head + threadIdx.x * 4;
  }

  __device__ void fill() {
    const int slot = filled_ % Shape::slots;
    if (filled_ >= Shape::slots) waitTile<0>(&channels_.empty[slot], (filled_ / Shape::slots - 1) & 1);
    const uint32_t from = raw_ + filled_ % Shape::raws * Shape::rawBytes + threadIdx.x * 16;
    const uint32_t fromScale = scalesOf(filled_);
    const int chunk = threadIdx.x % kChunks;
    // A block of 64 dimensions behind another is in the same banks: halves change their order there.
    const int swaps = chunk >> 2 & 1;
#pragma unroll 1  // more would not fit the registers
    for (int i = 0; i < kPasses; ++i) {
      const int token = i * kRows + threadIdx.x / kChunks;
      uint4 bytes;
      float scale;
      asm volatile("ld.shared.v4.u32 {%0, %1, %2, %3}, [%4];"
                   : "=r"(bytes.x), "=r"(bytes.y), "=r"(bytes.z), "=r"(bytes.w)
                   : "r"(from + i * 128 * 16)
                   : "memory");
      asm volatile("ld.shared.f32 %0, [%1];" : "=f"(scale) : "r"(fromScale + i * 128 * 4) : "memory");
      const uint2 first = make_uint2(bytes.x, bytes.y), second = make_uint2(bytes.z, bytes.w);
      const uint32_t to = slots_ + slot * Shape::tileBytes + token / 8 * Shape::eightTokenBytes +
                          chunk / 4 * swizzledBlockBytes + token % 8 * 128;
      storeHalf(to, 2 * chunk + swaps, token, widen(swaps ? second : first, scale));
      storeHalf(to, 2 * chunk + 1 - swaps, token, widen(swaps ? first : second, scale));
    }
    fenceWritesForCopies();
    arrive(&channels_.full[slot]);
    ++filled_;
  }

  /** Eight dimensions of a token into its row of a block. */
  static __device__ void storeHalf(uint32_t row, int eighth, int token, const Bf16x8& packed) {
    const uint4 value = *reinterpret_cast<const uint4*>(&packed);
    asm volatile("st.shared.v4.u32 [%0], {%1, %2, %3, %4};" ::"r"(row + kvChunk(eighth % 8, token) * 16), "r"(value.x),
                 "r"(value.y), "r"(value.z), "r"(value.w)
                 : "memory");
  }

  static __device__ void copyWord(uint32_t to, const void* from) {
    asm volatile("cp.async.ca.shared.global [%0], [%1], 4;" ::"r"(to), "l"(from) : "memory");
  }
  static __device__ void commitCopies() { asm volatile("cp.async.commit_group;" ::: "memory"); }
  template <int Younger>
  static __device__ void awaitCopies() {
    asm volatile("cp.async.wait_group %0;" ::"n"(Younger) : "memory");
  }

  const PrefillAttention& p_;
  uint32_t raw_, slots_;
  Channels<Shape>& channels_;
  int asked_ = 0, filled_ = 0;
};

/** By 128 threads: queries, and the tiles of all work items in the order of fetchTiles. */
template <int Head, int Page>
__device__ void fetchFromFp8(const PrefillAttention& p, int items, uint32_t queries, uint32_t raw, uint32_t slots,
                             Channels<Layout<Head, Page, 1, true>>& channels) {
  using Shape = Layout<Head, Page, 1, true>;
  constexpr int kPages = kKeys / Page;
  QueryLoader<Head, Shape> loader(p, queries, channels);
  Fp8Stream<Head, Shape> stream(p, raw, slots, channels);
  int pending = 0, pendingHead = -1;  // pages and head of the tile whose values are still to be fetched
  const auto pushValues = [&] {
    if (pendingHead >= 0) stream.template push<kPages>(pending, pendingHead, 1);
  };
  WorkItems<1> list(p, items);
  for (RowTile work; list.next(work);) {
    loader.load(work);
    const int lastPage = work.position(work.rows - 1) / Page;
    checkIndex("prefill_attention", work.sequence, "the context fits the page table", lastPage, p.pageTableStride);
    PageCursor<kPages> cursor(pageTableOf(p, work.sequence), lastPage);
    const int tiles = work.tiles(kKeys);
    for (int tile = 0; tile < tiles; ++tile) {
      const int pages = cursor.next();
      checkIndex("prefill_attention", work.sequence, "the page is one of the cache", pages, p.cache.pages);
      stream.template push<kPages>(pages, work.head, 0);
      pushValues();
      pending = pages;
      pendingHead = work.head;
    }
  }
  loader.end();
  pushValues();
  stream.drain();
}

#endif

}  // namespace nanoflow::prefill

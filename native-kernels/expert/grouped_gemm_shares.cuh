#pragma once

#include "grouped_gemm_tiles.cuh"

/**
 * How CTAs share the tiles of a grouped product: whole tiles in turn, as many rounds as there are for all CTAs; of the
 * tiles that are left each is cut along its depth, so that the last round takes a part of the time, too (as Stream-K,
 * Osama et al. 2023, does, but with equal cuts). The parts of a tile meet in scratch memory; the CTA that comes last
 * adds them up in the order of depth, so that equal inputs give equal outputs and nobody waits.
 */
namespace nanoflow::grouped {

constexpr int kConsumerThreads = 256;
constexpr int kMostParts = 8;
constexpr int kLeastSteps = 8;  // of a part

/** What one CTA does of a tile. */
struct Share {
  int tile;
  int beginStep, endStep;
  int part, parts;
  int counter;    // of the tile, among the cut ones
  int firstSlot;  // of the tile's parts in scratch memory
};

/** @returns whether there is work for this CTA in `round` */
__device__ inline bool shareOf(const GroupedGemm& p, int tiles, int round, Share& share) {
  const int steps = (p.k + kDepth - 1) / kDepth;
  const int ctas = gridDim.x, cta = blockIdx.x;
  const int wholeRounds = tiles / ctas, rest = tiles - wholeRounds * ctas;
  if (round < wholeRounds || p.partials == nullptr) {
    share = {round * ctas + cta, 0, steps, 0, 1, 0, 0};
    return share.tile < tiles;
  }
  if (round > wholeRounds || rest == 0) return false;
  const int parts = max(1, min(min(ctas / rest, kMostParts), steps / kLeastSteps));
  const int part = cta / rest, index = cta % rest;
  share = {wholeRounds * ctas + index, steps * part / parts, steps * (part + 1) / parts, part, parts, index, index * parts};
  return part < parts;
}

__device__ inline void syncConsumers() { asm volatile("bar.sync 1, %0;" ::"n"(kConsumerThreads) : "memory"); }

/**
 * Leaves this CTA's part of a tile in scratch memory; the last CTA to do so gets the sum of all parts in `sum`.
 *
 * @param arrived in shared memory
 * @returns whether this CTA is the last
 */
template <int Count>
__device__ bool gatherParts(const GroupedGemm& p, const Share& share, float (&sum)[Count], int& arrived) {
  constexpr size_t kSlotFloats = 128 * kConsumerThreads;
  const int thread = threadIdx.x - 128;
  float* slots = p.partials + share.firstSlot * kSlotFloats + thread;
#pragma unroll
  for (int i = 0; i < Count; ++i) __stcg(slots + share.part * kSlotFloats + i * kConsumerThreads, sum[i]);
  __threadfence();
  syncConsumers();
  if (thread == 0) arrived = atomicAdd(p.counters + share.counter, 1);
  syncConsumers();
  if (arrived < share.parts - 1) return false;
  __threadfence();
  if (thread == 0) p.counters[share.counter] = 0;
#pragma unroll
  for (int i = 0; i < Count; ++i) sum[i] = 0.f;
  for (int part = 0; part < share.parts; ++part) {
#pragma unroll
    for (int i = 0; i < Count; ++i) sum[i] += __ldcg(slots + part * kSlotFloats + i * kConsumerThreads);
  }
  return true;
}

}  // namespace nanoflow::grouped

#pragma once

#include "peer_barrier.cuh"
#include "rank_sum.cuh"

/**
 * The two algorithms of an all-reduce over peer memory, each as what one rank's kernel does. `Barrier` is PeerBarrier, or
 * one with a planted fault where order between ranks is tested.
 */
namespace nanoflow {

/** Elements of one step of the loop of one CTA. */
__host__ __device__ constexpr size_t oneShotElements(int ranks) { return size_t{kSumThreads} * 8 * (8 / ranks); }
constexpr size_t kStagingElements = 2 * kMostPeerCtas * oneShotElements(2);

/** Up to here one shot is faster: it moves more bytes but meets only once. */
constexpr bool inOneShot(size_t count, int ctas, int ranks) { return count <= oneShotElements(ranks) * ctas; }

template <int Ranks>
struct OneShot {
  const __nv_bfloat16* input;
  __nv_bfloat16* staging[Ranks];  ///< of each rank: kStagingElements
  __nv_bfloat16* output;
  size_t vectors;
};

/**
 * Inputs are read from a copy, so that a rank may go on and overwrite its input while others still read. Each CTA has two
 * places for copies and uses them in turn: a rank that starts the call after next has met all ranks in the next, when they
 * were done with this.
 */
template <int Ranks, typename Barrier>
__device__ void oneShot(Barrier& barrier, const OneShot<Ranks>& p) {
  constexpr int kUnroll = 8 / Ranks;  // the same for both steps: a CTA's copies are what its peers' CTA reads
  // Less what comes before this CTA's elements in the tensor: the place begins with them.
  const size_t place = (blockIdx.x + barrier.meetings() % 2) * oneShotElements(Ranks);
  sumOverRanks<1, 1, kUnroll>({{p.input}, {p.staging[barrier.rank()] + place}, p.vectors});
  barrier.meet();
  RankSum<Ranks, 1> sum{{}, {p.output}, p.vectors};
#pragma unroll
  for (int rank = 0; rank < Ranks; ++rank) sum.inputs[rank] = p.staging[rank] + place;
  sumOverRanks<Ranks, 1, kUnroll>(sum);
}

/** A rank writes only where it alone has read, so output may equal input. */
template <int Ranks, typename Barrier>
__device__ void twoShot(Barrier& barrier, const RankSum<Ranks, Ranks>& sum) {
  barrier.meet();  // inputs are complete, outputs are free
  sumOverRanks(sum);
  barrier.meet();  // all shards have arrived
}

}  // namespace nanoflow

#pragma once

#include "peer_barrier.cuh"
#include "reduced_rows.cuh"

/**
 * The two algorithms of PeerAllReduceNorm, each as what one rank's kernel does. `Barrier` is PeerBarrier, or one with a
 * planted fault where order between ranks is tested.
 */
namespace nanoflow {

/** Threads that share a row. */
template <int Ranks>
constexpr int normThreads(int hidden) {
  constexpr int kElements = kRowVectors<Ranks> * 8;
  return hidden <= 128 * kElements ? 128 : hidden <= 256 * kElements ? 256 : 512;
}

/** Rows of a group of threads in one shot. */
template <int Ranks>
inline constexpr int kOneShotRows = 4 / kRowVectors<Ranks>;

/** Up to here one shot is faster: it moves more bytes but meets only once. */
template <int Ranks>
constexpr bool normInOneShot(int tokens, int hidden, int ctas) {
  return tokens <= ctas * (kNormThreads<Ranks> / normThreads<Ranks>(hidden)) * kOneShotRows<Ranks>;
}

/** Elements of a CTA's place for copies: of inputs, then of residuals. */
inline constexpr size_t kNormPlace = size_t{4} * kNormThreads<2> * 8;
inline constexpr size_t kNormStagingElements = 2 * 2 * kNormPlace * kMostPeerCtas;

/** CTAs an SM: what their registers allow. */
inline constexpr int kNormCtasPerSm = 1;

template <int Ranks>
struct RankNorm {
  const __nv_bfloat16* inputs[Ranks];
  __nv_bfloat16* outputs[Ranks];
  __nv_bfloat16* residuals[Ranks];
  __nv_bfloat16* staging[Ranks];
  const __nv_bfloat16* weight;
  int tokens, hidden, firstToken;
  float epsilon;
  bool wholeResidual;
};

/** The rank that token `token` of the call belongs to. */
template <int Ranks>
__device__ int ownerOf(const RankNorm<Ranks>& p, int token) {
  return (p.firstToken + token) % Ranks;
}

/** How many of first, first + stride, ... lie below `end`. */
__device__ inline int stepsBelow(int end, int first, int stride) {
  return first < end ? (end - first + stride - 1) / stride : 0;
}

/** Each rank computes its rows, and writes them to all ranks: to the next one first, so that no rank is written to by all. */
template <int Ranks, typename Group, typename Barrier>
__device__ void normTwoShot(Barrier& barrier, const RankNorm<Ranks>& p, Group& group) {
  const int rank = barrier.rank();
  const int firstOwn = (rank + Ranks - p.firstToken % Ranks) % Ranks;
  const int first = firstOwn + (blockIdx.x * Group::kGroups + Group::index()) * Ranks;
  const int stride = gridDim.x * Group::kGroups * Ranks;
  barrier.meet();  // inputs are complete, outputs are free
  group.template compute<Ranks>(stepsBelow(p.tokens, first, stride), [&](int n) {
    const size_t at = static_cast<size_t>(first + n * stride) * p.hidden;
    ReducedRow<Ranks, Ranks> row;
#pragma unroll
    for (int i = 0; i < Ranks; ++i) {
      const int to = (rank + 1 + i) % Ranks;
      row.inputs[i] = p.inputs[i] + at;
      row.outputs[i] = p.outputs[to] + at;
      row.residuals[i] = p.wholeResidual || to == rank ? p.residuals[to] + at : nullptr;
    }
    row.residual = p.residuals[rank] + at;
    return row;
  });
  barrier.meet();  // all rows have arrived, inputs have been read
}

/**
 * Each rank computes all rows, from copies: inputs of all ranks, and the residual of the one that a row belongs to. Each
 * CTA has two places for copies and uses them in turn: a rank that starts the call after next has met all ranks in the
 * next, when they were done with this.
 */
template <int Ranks, typename Group, typename Barrier>
__device__ void normOneShot(Barrier& barrier, const RankNorm<Ranks>& p, Group& group) {
  const int rank = barrier.rank();
  const int first = blockIdx.x * Group::kGroups + Group::index();
  const int stride = gridDim.x * Group::kGroups;
  const int count = stepsBelow(p.tokens, first, stride);
  const size_t place = (2 * blockIdx.x + barrier.meetings() % 2) * 2 * kNormPlace;
  const auto copyOf = [&](int n) { return place + static_cast<size_t>(n * Group::kGroups + Group::index()) * p.hidden; };
  for (int n = 0; n < count; ++n) {
    const int token = first + n * stride;
    const size_t at = static_cast<size_t>(token) * p.hidden;
    __nv_bfloat16* copy = p.staging[rank] + copyOf(n);
    group.copy(copy, p.inputs[rank] + at);
    if (ownerOf(p, token) == rank) group.copy(copy + kNormPlace, p.residuals[rank] + at);
  }
  barrier.meet();  // copies are complete
  group.template compute<1>(count, [&](int n) {
    const int token = first + n * stride;
    const int owner = ownerOf(p, token);
    const size_t at = static_cast<size_t>(token) * p.hidden;
    ReducedRow<Ranks, 1> row;
#pragma unroll
    for (int i = 0; i < Ranks; ++i) row.inputs[i] = p.staging[i] + copyOf(n);
    row.residual = p.staging[owner] + copyOf(n) + kNormPlace;
    row.residuals[0] = p.wholeResidual || owner == rank ? p.residuals[rank] + at : nullptr;
    row.outputs[0] = p.outputs[rank] + at;
    return row;
  });
}

}  // namespace nanoflow

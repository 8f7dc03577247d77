#pragma once

#include <cuda_bf16.h>

#include <string>
#include <vector>

#include "../device/placement.h"
#include "peer_group.h"

namespace nanoflow {

/** One GPU's share of an all-reduce with what follows it in a layer. */
struct NormLane {
  int device = 0;
  Placement placement;
  const __nv_bfloat16* input = nullptr;   ///< [tokens, hidden]: this rank's term of the sum
  __nv_bfloat16* residual = nullptr;      ///< [tokens, hidden]: read and written, see below which rows
  const __nv_bfloat16* weight = nullptr;  ///< [hidden]
  __nv_bfloat16* output = nullptr;        ///< [tokens, hidden]; may equal input
};

struct NormShape {
  int tokens = 0;
  int hidden = 0;     ///< a multiple of 8, at most 8192
  int firstToken = 0;  ///< number of the first token in the batch that the residual belongs to
  float epsilon = 1e-5f;
  bool wholeResidual = false;  ///< whether every rank gets all rows of the new residual
};

/**
 * All-reduce, residual add and RMSNorm in one kernel on each GPU:
 *
 *   residual += sum over ranks of input;  output = residual / sqrt(mean(residual^2) + epsilon) * weight
 *
 * A token belongs to one rank: its number in the batch modulo the number of ranks. That rank's row of the residual counts,
 * and it alone is written unless `wholeResidual`. So nothing but the norm's output goes to the peers, as much as in an
 * all-reduce, and batches may be cut anywhere from call to call. (TokenWeave, Gond et al. 2025, divides tokens likewise.)
 *
 * bf16 tensors. The sum over ranks in their order, then the residual, is in fp32 and rounded once; squares are summed in
 * fp32, of the rounded residual. Every row is computed by the same threads in the same order, whatever the algorithm, the
 * grid and the rank: all ranks hold the same bits, and so does every way of cutting the batch.
 *
 * - One shot, of few tokens: each rank reads all inputs and computes all rows.
 * - Two shots: each rank computes its rows and writes them to all ranks.
 */
class PeerAllReduceNorm {
 public:
  /**
   * @param devices CUDA ordinals in the order of ranks
   * @param ctas on each GPU; all must be resident at once, one an SM
   * @throws UnsupportedError where the GPUs have no access to each other's memory, or an SM has too little of its own
   */
  PeerAllReduceNorm(const std::vector<int>& devices, int ctas);

  /**
   * Enqueues one call on the streams of the lanes, which stand in the order of ranks; may leave another device current.
   * Calls of one object must not overlap in time on a GPU. They may be captured, in one CUDA graph a lane.
   *
   * @throws std::invalid_argument as peerGrid does, and for shapes that do not fit
   */
  void run(const std::vector<NormLane>& lanes, const NormShape& shape);

  /** As Collective::stall. */
  std::string stall() const { return group_.stall(); }

 private:
  PeerGroup group_;
  int ctas_, ctasPerSm_;
  std::vector<Owned<__nv_bfloat16*, cudaFree>> staging_;  ///< one array a rank
};

}  // namespace nanoflow

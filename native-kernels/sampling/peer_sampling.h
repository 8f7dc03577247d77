#pragma once

#include <cuda_bf16.h>

#include <cstdint>
#include <string>
#include <vector>

#include "../collective/peer_group.h"
#include "../device/placement.h"
#include "row_fault.h"

namespace nanoflow {

/** One GPU's share of sampling from logits that are sliced by tokens: rank r has the r-th slice of each row. */
struct SamplingLane {
  int device = 0;
  Placement placement;
  const __nv_bfloat16* logits = nullptr;  ///< [rows, width]
  const int* slots = nullptr;             ///< [rows], as in Sampling and alike on all ranks; null: no row has one
  int* tokens = nullptr;                  ///< [rows], of the whole vocabulary; the same on all ranks
  RowFault* faults = nullptr;             ///< [rows], the same on all ranks
};

struct SlicedLogits {
  int rows = 0;
  int width = 0;  ///< of a slice; a multiple of 8
  int known = 0;  ///< tokens of all slices together; logits behind them count for nothing; 0: all
};

/**
 * Greedy sampling as in sampling.h, over GPUs. Each rank finds the best token of its slice, the ranks tell each other
 * through peer memory within the kernel, and each one chooses: the largest logit, the lowest token among equals. One
 * kernel a GPU. Its CTAs wait for their peers, so all conditions of peerAllReduce hold.
 */
class PeerSampling {
 public:
  /**
   * @param devices CUDA ordinals in the order of ranks
   * @param mostRows of a call
   * @throws UnsupportedError as enablePeerAccess does
   */
  PeerSampling(const std::vector<int>& devices, int ctas, int mostRows);

  /**
   * Enqueues one call on the streams of the lanes, which stand in the order of ranks; may leave another device current.
   * Calls of one object must not overlap in time on a GPU. They may be captured, in one CUDA graph a lane.
   *
   * @throws std::invalid_argument as peerGrid does, and for shapes that do not fit
   */
  void run(const std::vector<SamplingLane>& lanes, const SlicedLogits& shape);

  /** As Collective::stall. */
  std::string stall() const { return group_.stall(); }

 private:
  PeerGroup group_;
  int ctas_, mostRows_;
  std::vector<Owned<uint64_t*, cudaFree>> candidates_;  ///< one array a rank, in its own memory: [ctas, 2, mostRows]
};

}  // namespace nanoflow

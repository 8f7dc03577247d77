#pragma once

#include <cuda_bf16.h>

#include <vector>

#include "../device/placement.h"
#include "peer_group.h"

namespace nanoflow {

/** One GPU's share of putting sliced rows together. */
struct RowGatherLane {
  int device = 0;
  Placement placement;
  const __nv_bfloat16* slice = nullptr;  ///< [rows, width]
  const int* slots = nullptr;            ///< [rows], alike on all ranks: rows with -1 are left out; null: none is
  __nv_bfloat16* whole = nullptr;        ///< [rows, ranks * width]
};

/**
 * Rows whose columns are sliced over ranks, put together on every rank: whole[row] = the slices of all ranks, one after
 * another. What slotSampling needs of sliced logits, and what follows a product whose weights are cut by columns.
 *
 * One kernel on each GPU that reads its peers' slices; conditions as in peerAllReduce.
 */
class PeerRowGather {
 public:
  /**
   * @param devices CUDA ordinals in the order of ranks
   * @throws UnsupportedError as enablePeerAccess does
   */
  PeerRowGather(const std::vector<int>& devices, int ctas);

  /**
   * Enqueues one call on the streams of the lanes, which stand in the order of ranks; may leave another device current.
   * Calls of one object must not overlap in time on a GPU. They may be captured, in one CUDA graph a lane.
   *
   * @param width of a slice, a multiple of 8
   * @throws std::invalid_argument as peerGrid does, and for shapes that do not fit
   */
  void run(const std::vector<RowGatherLane>& lanes, int rows, int width);

 private:
  PeerGroup group_;
  int ctas_;
};

}  // namespace nanoflow

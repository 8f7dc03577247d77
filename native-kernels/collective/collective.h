#pragma once

#include <cuda_bf16.h>

#include <cstddef>
#include <string>
#include <vector>

#include "../device/placement.h"

namespace nanoflow {

/** One GPU's share of a collective. */
struct CollectiveLane {
  int device = 0;
  Placement placement;
  const __nv_bfloat16* input = nullptr;
  __nv_bfloat16* output = nullptr;
  __nv_bfloat16* scratch = nullptr;  ///< as many elements as Collective::scratchElements says
};

/**
 * A collective over the GPUs of one host, driven by this process. Lanes stand in the order of ranks, which is the order
 * of the devices it was made for. Calls of one object must not overlap in time on a GPU. They may be captured: in one CUDA
 * graph of all lanes, or in one graph a lane unless joinsLanes().
 */
class Collective {
 public:
  virtual ~Collective() = default;

  /**
   * Enqueues one call on the lanes' streams; may leave another device current.
   *
   * @param count bf16 elements of the whole tensor; a shard is count / ranks of them, for our own collectives a multiple
   *   of 8
   */
  virtual void run(const std::vector<CollectiveLane>& lanes, size_t count) = 0;

  /** Elements of scratch memory that each lane must bring for `count`. */
  virtual size_t scratchElements(size_t count) const = 0;

  /** Which ranks have waited in vain for which, once a kernel has trapped for it; else empty. */
  virtual std::string stall() const { return {}; }

  /** Whether lanes wait for each other by events, so that a capture must hold all of them. */
  virtual bool joinsLanes() const = 0;
};

/**
 * @throws std::invalid_argument unless there is one lane a rank, all with the same limit of CTAs, and a shard is a multiple
 *   of 8 elements
 */
void requireLanes(const std::vector<CollectiveLane>& lanes, int ranks, size_t count);

/**
 * An implementation by name: `nccl.cN`, `ce.cN`, `peer.cN` with N CTAs on each GPU, `nccl` with as many as NCCL likes,
 * `ce` with none.
 */
struct CollectiveName {
  enum class Family { nccl, copyEngines, peer };
  Family family = Family::nccl;
  int ctas = 0;  ///< 0: not in the name

  /** @throws std::invalid_argument for any other name */
  static CollectiveName parse(const std::string& name);
};

}  // namespace nanoflow

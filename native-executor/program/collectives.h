#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "../../native-kernels/collective/all_reduce_norm.h"
#include "../../native-kernels/collective/collective.h"
#include "../../native-kernels/collective/row_gather.h"
#include "../../native-kernels/sampling/peer_sampling.h"

namespace nanoflow {

/** Collectives over all ranks by their implementations, made when a program first asks for them. */
class Collectives {
 public:
  /** @param devices CUDA ordinals in the order of ranks */
  explicit Collectives(std::vector<int> devices) : devices_(std::move(devices)) {}

  /**
   * @param implementation `peer.cN`, or `default` where nothing runs beside it
   * @throws std::invalid_argument on an unknown one, UnsupportedError on one that does not run here, or that the GPUs
   *   cannot do
   */
  Collective& allReduce(const std::string& implementation);

  /** @param implementation `peer.cN` @throws as allReduce */
  PeerAllReduceNorm& allReduceNorm(const std::string& implementation);

  /** Sampling from sliced logits. @param rows of a call */
  PeerSampling& sampling(int rows);

  /** Puts sliced logits together. */
  PeerRowGather& rowGather();

  /** Which ranks have waited in vain for which, once a kernel has trapped for it; else empty. */
  std::string stall() const;

 private:
  const std::vector<int> devices_;
  std::map<std::string, std::unique_ptr<Collective>> allReduces_;
  std::map<std::string, std::unique_ptr<PeerAllReduceNorm>> allReduceNorms_;
  std::unique_ptr<PeerRowGather> rowGather_;
  std::map<unsigned, std::unique_ptr<PeerSampling>> samplings_;  ///< by the rows that they have room for
};

}  // namespace nanoflow

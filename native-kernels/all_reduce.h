#pragma once

#include <cuda_bf16.h>
#include <cuda_runtime_api.h>

#include <memory>
#include <string>
#include <vector>

namespace nanoflow {

/** One GPU's share of a collective. */
struct CollectiveLane {
  int device = 0;
  cudaStream_t stream = nullptr;
  const __nv_bfloat16* input = nullptr;
  __nv_bfloat16* output = nullptr;  ///< may equal input
};

/**
 * Sum over the GPUs of one host by NCCL, driven by this process.
 *
 * NVLink multicast (NVLS) stays off unless the environment says otherwise, so that profiles compare across hosts that
 * do and do not allow it.
 */
class AllReduce {
 public:
  /**
   * @param ctas CTAs of NCCL's kernels on each GPU; 0: NCCL's own choice
   * @param clusters false: no thread block clusters; the remainder of an SM split cannot run them, elsewhere they make
   *   NCCL about a tenth faster
   * @throws UnsupportedError when built without NCCL
   */
  AllReduce(const std::vector<int>& devices, int ctas, bool clusters);
  ~AllReduce();
  AllReduce(const AllReduce&) = delete;
  AllReduce& operator=(const AllReduce&) = delete;

  /** Enqueues output = sum over lanes of input, `count` elements; lanes in the order of `devices`. */
  void run(const std::vector<CollectiveLane>& lanes, size_t count) const;

  /** "major.minor.patch", or empty when built without NCCL. */
  static std::string version();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace nanoflow

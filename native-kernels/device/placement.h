#pragma once

#include <cuda_runtime_api.h>

#include <algorithm>

namespace nanoflow {

/** Where a launcher enqueues its kernels: a stream and the SMs that the stream may use. */
struct Placement {
  cudaStream_t stream = nullptr;
  int smCount = 0;   ///< SMs of the stream's partition
  int ctaLimit = 0;  ///< upper bound on CTAs per kernel; 0: none
  bool scattered = false;  ///< others hold SMs of the partition, anywhere: a thread block cluster may find no neighbours

  /** Grid size for `work` independent pieces at `ctasPerSm` resident CTAs an SM. */
  int ctas(long work, int ctasPerSm) const {
    const long most = ctaLimit > 0 ? ctaLimit : static_cast<long>(smCount) * ctasPerSm;
    return static_cast<int>(std::clamp<long>(work, 1, std::max(most, 1L)));
  }

  /** Whether the partition is too small to saturate the memory: then what one SM can do decides. */
  bool fewSms() const { return smCount < 64; }

  /** Grid size for `work` independent pieces, one a CTA unless `ctaLimit` forbids it. */
  int ctas(long work) const { return static_cast<int>(std::max(ctaLimit > 0 ? std::min<long>(work, ctaLimit) : work, 1L)); }
};

}  // namespace nanoflow

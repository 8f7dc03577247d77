#pragma once

#include <cuda.h>
#include "../../native-kernels/device/cuda_handle.h"

namespace nanoflow {

/** An SM partition with one stream; kernels on the stream run on these SMs only, captured in a graph too. */
class GreenContext {
 public:
  GreenContext(const CUdevResource& resource, int device);

  cudaStream_t stream() const { return stream_.get(); }
  int smCount() const { return smCount_; }  ///< as the driver reports it for the context

 private:
  struct DestroyContext {
    void operator()(CUgreenCtx context) const;
  };
  std::unique_ptr<std::remove_pointer_t<CUgreenCtx>, DestroyContext> context_;
  Stream stream_;  // after its context: destroyed before it
  int smCount_ = 0;
};

/**
 * The SMs of the current device split in two. Both sides come from one split: contexts of different splits may share
 * SMs. The group keeps SMs that can be scheduled together (thread block clusters, hence GEMMs); the remainder gives no
 * such guarantee and suits kernels without clusters.
 */
struct SmSplit {
  GreenContext group;
  GreenContext remainder;

  /** @param groupSms SMs asked for the group; the driver rounds up to its granularity */
  SmSplit(int device, int groupSms);

 private:
  struct Resources {
    CUdevResource group, remainder;
  };
  static Resources divide(int device, int groupSms);
  SmSplit(int device, const Resources& resources);
};

}  // namespace nanoflow

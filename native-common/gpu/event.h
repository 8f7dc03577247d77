#pragma once

#include <cuda_runtime_api.h>

#include "../../native-kernels/device/cuda_check.h"
#include "../../native-kernels/device/cuda_handle.h"

namespace nanoflow {

/** A timing event. Every call throws DeviceError. */
class Event {
 public:
  Event() {
    cudaEvent_t event = nullptr;
    check(cudaEventCreate(&event));
    event_.reset(event);
  }

  void record(cudaStream_t stream) { check(cudaEventRecord(event_.get(), stream)); }
  void wait() const { check(cudaEventSynchronize(event_.get())); }
  /** Whether the stream has passed it. */
  bool reached() const {
    const cudaError_t state = cudaEventQuery(event_.get());
    if (state != cudaErrorNotReady) check(state);
    return state == cudaSuccess;
  }
  /** What follows on `stream` waits for the event. */
  void hold(cudaStream_t stream) const { check(cudaStreamWaitEvent(stream, event_.get())); }
  double microsecondsSince(const Event& start) const {
    float milliseconds = 0;
    check(cudaEventElapsedTime(&milliseconds, start.event_.get(), event_.get()));
    return milliseconds * 1e3;
  }

 private:
  Owned<cudaEvent_t, cudaEventDestroy> event_;
};

}  // namespace nanoflow

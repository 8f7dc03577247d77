#pragma once

#include <cuda_runtime_api.h>

#include <vector>

#include "../native-kernels/cuda_handle.h"
#include "operation.h"

namespace nanoflow {

/** A timing event. */
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

/**
 * `calls` calls of an operation, rotating over its buffer sets, as CUDA graphs: one a lane, or one on the first lane's
 * stream for all of them.
 */
class Replay {
 public:
  Replay(Operation& operation, int calls);

  void launch() const;
  int calls() const { return calls_; }

 private:
  Operation& operation_;
  int calls_;
  std::vector<GraphExec> graphs_;
};

/**
 * Holds streams back until everything behind them is enqueued, so that no host time is measured (the blocking kernel of
 * NVIDIA's nvbench). Destruction releases too.
 */
class Gate {
 public:
  Gate();
  ~Gate();
  Gate(const Gate&) = delete;
  Gate& operator=(const Gate&) = delete;

  void hold(const std::vector<Lane>& lanes);
  void release();

 private:
  uint32_t* flag_ = nullptr;
  uint32_t ticket_ = 0;
};

/** Releases a gate at the end of a scope, also when enqueuing failed. */
class GateHold {
 public:
  GateHold(Gate& gate, const std::vector<Lane>& lanes) : gate_(gate) { gate_.hold(lanes); }
  ~GateHold() { gate_.release(); }
  GateHold(const GateHold&) = delete;
  GateHold& operator=(const GateHold&) = delete;

 private:
  Gate& gate_;
};

void synchronise(const std::vector<Lane>& lanes);

void rest(double microseconds);

/**
 * Rests 7/3 as long as the card worked: at 30% duty no kernel reaches the power cap, which acts over tens of
 * milliseconds, and the clock stays at boost. At 50% large GEMMs do not.
 */
void restAfter(double busyUs);

/** Runs the operation a few times uncaptured: loads its kernels, reports its errors. @returns µs per call, roughly */
double warmUp(Operation& operation, Gate& gate);

}  // namespace nanoflow

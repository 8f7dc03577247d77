#pragma once

#include <cuda_runtime_api.h>

#include <vector>

#include "operation.h"

namespace nanoflow {

/** A timing event. */
class Event {
 public:
  Event() { check(cudaEventCreate(&event_)); }
  ~Event() {
    if (event_ != nullptr) cudaEventDestroy(event_);
  }
  Event(Event&& other) noexcept : event_(std::exchange(other.event_, nullptr)) {}
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;

  void record(cudaStream_t stream) { check(cudaEventRecord(event_, stream)); }
  void wait() const { check(cudaEventSynchronize(event_)); }
  double microsecondsSince(const Event& start) const {
    float milliseconds = 0;
    check(cudaEventElapsedTime(&milliseconds, start.event_, event_));
    return milliseconds * 1e3;
  }

 private:
  cudaEvent_t event_ = nullptr;
};

/** `calls` calls of an operation as CUDA graphs, one a lane, rotating over the operation's buffer sets. */
class Replay {
 public:
  Replay(Operation& operation, int calls);
  ~Replay();
  Replay(const Replay&) = delete;
  Replay& operator=(const Replay&) = delete;

  void launch() const;
  int calls() const { return calls_; }

 private:
  Operation& operation_;
  int calls_;
  std::vector<cudaGraphExec_t> graphs_;
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

/** Lets the card rest, so that bursts stay below the power cap. */
void rest(double microseconds);

/** Runs the operation a few times uncaptured: loads its kernels, reports its errors. @returns µs per call, roughly */
double warmUp(Operation& operation, Gate& gate);

}  // namespace nanoflow

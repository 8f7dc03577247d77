#pragma once

#include <vector>

#include "../../native-common/gpu/lane.h"
#include "device_kernels.h"

namespace nanoflow {

/**
 * Holds streams back until everything behind them is enqueued, so that no host time is measured (the blocking kernel of
 * NVIDIA's nvbench). Destruction releases too.
 *
 * A stream is held for 200 ms at most: longer, and a host that waits for the stream it holds would hang. What ran after
 * that has host time in it. So ask `gaveUp` after every sample, and throw the sample away when it says so.
 */
class Gate {
 public:
  Gate();
  ~Gate();
  Gate(const Gate&) = delete;
  Gate& operator=(const Gate&) = delete;

  void hold(const std::vector<Lane>& lanes);
  void release();

  /**
   * Whether a stream of the last hold went on before it was released. To be asked once these streams have ended.
   *
   * @throws std::runtime_error when that has happened too often since `forget`: then it is no accident
   */
  bool gaveUp();

  /** How often `gaveUp` has said so since `forget`. */
  int timesGivenUp() const { return timesGivenUp_; }
  void forget() { timesGivenUp_ = 0; }

 private:
  HoldWords* words_ = nullptr;
  uint32_t ticket_ = 0;
  int timesGivenUp_ = 0;
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

}  // namespace nanoflow

#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "../gpu/crew.h"
#include "../gpu/stopwatch.h"
#include "step_ring.h"

namespace nanoflow {

/** The rings of all ranks, which have the same steps under way. */
class StepRings {
 public:
  /** @param limitSeconds longest that a step may take @param ranks and crew outlive the rings */
  StepRings(const Ranks& ranks, Crew& crew, double limitSeconds);

  bool empty() const { return rings_.front()->empty(); }
  bool full() const { return rings_.front()->full(); }

  /**
   * Launches a step on all ranks behind those under way. Expects that the rings are not full.
   *
   * @param calls by rank @param payload as StepRing::submit takes it
   */
  void submit(std::vector<StepCall> calls, const std::string& payload);

  /** Whether the oldest step has ended on all ranks. @throws DeviceError naming the rank that failed or is late */
  bool oldestEnded() const;

  /**
   * Waits for the oldest step. Its times are those of the rank that took longest.
   *
   * @throws DeviceError likewise, std::runtime_error where ranks gave different tokens
   */
  EndedStep takeOldest();

 private:
  const Ranks& ranks_;
  Crew& crew_;
  const double limitSeconds_;
  std::vector<std::unique_ptr<StepRing>> rings_;  ///< by rank
  Stopwatch sinceProgress_;                       ///< since the oldest step was the oldest
};

}  // namespace nanoflow

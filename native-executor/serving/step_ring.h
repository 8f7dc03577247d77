#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "../../native-common/gpu/event.h"
#include "../../native-common/gpu/gpu.h"
#include "../../native-common/wire/json.h"
#include "../../native-kernels/sampling/slot_tables.h"
#include "step_edges.h"

namespace nanoflow {

/** Steps that may be under way at once, on every rank. */
inline constexpr int mostStepsUnderWay = 2;

/** A step to be launched. What lies in the ring's own memory is filled in there. */
struct StepCall {
  cudaGraphExec_t graph = nullptr;
  StepBegin begin;
  SlotUpdates updates;  ///< of sampling
  StepEnd end;
  const char* wanted = nullptr;  ///< further results of the program, on the device
  size_t wantedBytes = 0;
  JsonObject answer;  ///< begun; whoever takes the step finishes it
};

/** A step that has ended. */
struct EndedStep {
  JsonObject answer;
  std::vector<int> tokens;
  std::vector<RowFault> faults;
  std::string wanted;    ///< the further results
  double hostUs = 0;            ///< that the host spent on copying and launching
  double deviceUs = 0;          ///< from the start of the first kernel to the end of the last
  std::optional<double> gapUs;  ///< from the end of the step before to the start of this; none before the first
};

/**
 * Steps on one GPU, in the order of their submission. While one runs, the inputs of the next are copied by a stream of
 * their own, and it is launched: the GPU goes from one to the other without the host.
 *
 * Each step under way has a block: its inputs in pinned memory of the host and on the device, and room for what it
 * gives to the host. A block is used again when its step has ended, so nothing is overwritten that is still read. Blocks
 * grow with what steps bring.
 */
class StepRing {
 public:
  /** @param gpu outlives the ring */
  explicit StepRing(const Gpu& gpu);
  /** Waits for what is under way. */
  ~StepRing();
  StepRing(const StepRing&) = delete;
  StepRing& operator=(const StepRing&) = delete;

  bool empty() const { return underWay_.empty(); }
  bool full() const { return underWay_.size() == mostStepsUnderWay; }

  /**
   * Launches a step behind those under way. Expects that the ring is not full.
   *
   * @param payload its inputs, then the entries of page tables, updates of slots, and their data
   * @throws RefusedError when there is no memory for a block; DeviceError
   */
  void submit(StepCall call, const std::string& payload);

  /** Whether the oldest step has ended. Expects one under way. @throws DeviceError, also of what ran */
  bool oldestEnded() const;

  /** Waits for the oldest step. Expects one under way. @throws DeviceError, also of what ran */
  EndedStep takeOldest();

 private:
  /** What a step gives to the host. */
  struct Given {
    uint64_t startedAt, endedAt;
  };
  struct Block {
    Owned<char*, cudaFreeHost> pinned, given;
    Owned<char*, cudaFree> staged;
    size_t inputBytes = 0, givenBytes = 0;
    Event copied, ended;

    void reserve(size_t inputs, size_t gives);
    Given* stamps() const { return reinterpret_cast<Given*>(given.get()); }
    int* tokens() const { return reinterpret_cast<int*>(stamps() + 1); }
    RowFault* faults(int rows) const { return reinterpret_cast<RowFault*>(tokens() + rows); }
    char* wanted(int rows) const { return reinterpret_cast<char*>(faults(rows) + rows); }
  };
  struct UnderWay {
    Block* block;
    JsonObject answer;
    int rows;
    size_t wantedBytes;
    double hostUs;
  };

  const Gpu& gpu_;
  Stream copies_;
  Block blocks_[mostStepsUnderWay];
  int next_ = 0;  ///< block of the next step
  std::deque<UnderWay> underWay_;
  std::optional<uint64_t> lastEndedAt_;
};

}  // namespace nanoflow

#pragma once

#include <string>
#include <vector>

#include "../../native-common/gpu/gpu.h"

namespace nanoflow {

/** ||out - ref|| / ||ref|| of the compared elements; infinite when an output is not finite. */
class ErrorNorm {
 public:
  void add(double output, double reference);
  double relative() const;

 private:
  double difference_ = 0, reference_ = 0;
  bool finite_ = true;
};

/** An operation on given shapes, ready to be enqueued any number of times. */
class Operation {
 public:
  virtual ~Operation() = default;

  /** Enqueues one call on buffer set `set`. */
  virtual void launch(int set) = 0;

  /** Runs buffer set 0 once with outputs poisoned and compares with a reference computed here on the CPU. */
  virtual ErrorNorm check() = 0;

  std::vector<Lane> lanes;                 ///< on which it enqueues kernels: one, or one a GPU
  bool oneGraph = false;                   ///< lanes wait for each other by events: one CUDA graph holds them all
  int sets = 1;                            ///< buffer sets to rotate over, so that calls find a cold L2
  std::string implementation = "default";  ///< the name that rebuilds this choice
};

}  // namespace nanoflow

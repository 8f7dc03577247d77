#pragma once

#include <string>
#include <vector>

#include <cuda_bf16.h>
#include <cuda_fp8.h>

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

/** Rows that an operation leaves for the next one: in bf16, or in FP8 with a scale each. */
struct MadeRows {
  __nv_bfloat16* bf16 = nullptr;
  __nv_fp8_e4m3* fp8 = nullptr;
  float* scales = nullptr;
  size_t count = 0;  ///< of elements
};

/** An operation on given shapes, ready to be enqueued any number of times. */
class Operation {
 public:
  virtual ~Operation() = default;

  /** Enqueues one call on buffer set `set`. */
  virtual void launch(int set) = 0;

  /** Runs buffer set 0 once with outputs poisoned and compares with a reference computed here on the CPU. */
  virtual ErrorNorm check() = 0;

  /** What it writes, one for each buffer set; nothing where no operation can read it. */
  virtual std::vector<MadeRows> made() const { return {}; }

  /**
   * Reads what another operation made in place of inputs of its own, set by set, in as many sets as both have.
   *
   * @throws std::invalid_argument when it reads no such thing
   */
  virtual void readFrom(const std::vector<MadeRows>& rows);

  std::vector<Lane> lanes;                 ///< on which it enqueues kernels: one, or one a GPU
  bool oneGraph = false;                   ///< lanes wait for each other by events: one CUDA graph holds them all
  int sets = 1;                            ///< buffer sets to rotate over, so that calls find a cold L2
  std::string implementation = "default";  ///< the name that rebuilds this choice
};

/** @throws std::invalid_argument unless there are rows, of that type and so many elements */
void requireRows(const std::vector<MadeRows>& rows, size_t count, bool fp8);

}  // namespace nanoflow

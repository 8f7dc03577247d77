#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "../../native-kernels/device/placement.h"
#include "../gpu/gpu.h"

namespace nanoflow {

/** An in-order queue of a program on a partition of one GPU, which outlives it. */
struct Queue {
  Gpu* gpu = nullptr;
  Stream own;           ///< empty where the partition's green context has the stream
  Placement placement;  ///< as the profiler placed the kernels that it measured
  int gemmSmTarget = 0;  ///< SMs that GEMMs and prefill attention may count on; 0: all
};

/** Enqueues one call of a kernel. */
using Launch = std::function<void(const Placement&)>;

struct Instruction {
  int queue = 0;
  std::vector<int> waits;  ///< positions of earlier instructions
  Launch launch;
};

/** A program bound to memory and kernels, ready to be captured. */
struct Program {
  std::vector<Queue> queues;
  std::vector<Instruction> instructions;
};

/**
 * Binds a program written as lines:
 *
 *   queue device=D side=whole|group|remainder sms=N [split=G] [ctas=N] [gemm_sms=N] [urgent=1]
 *   run queue=Q kernel=K [waits=I,J,...] and the kernel's own words (kernels.cc)
 *
 * Queues and instructions are numbered in the order of their lines. `split` is the group's size; without it the queue
 * is an ordinary stream. Instructions of a queue run in order; `waits` are earlier instructions of other queues.
 *
 * @throws std::invalid_argument naming the line, UnsupportedError, CudaError
 */
Program bindProgram(const std::string& text, const Gpus& gpus);

}  // namespace nanoflow

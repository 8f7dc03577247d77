#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "../../native-common/gpu/lane_options.h"
#include "../../native-common/wire/spec.h"

namespace nanoflow {

/** A queue as its line asks for it. */
struct QueueLine {
  std::string line;  ///< as errors name it
  LaneOptions options;
  int sms = 0;  ///< that the plan counts on
};

/** An instruction as its line asks for it. */
struct RunLine {
  std::string line;
  int queue = 0;
  std::vector<int> waits;  ///< positions of earlier instructions, each once
  std::string kernel;
  Spec words;  ///< the kernel's own, which no one has read yet
};

/** A program as it is written, with all that can be told without a GPU. */
struct ProgramText {
  std::vector<QueueLine> queues;
  std::vector<RunLine> instructions;
};

/**
 * Reads a program that is written as lines:
 *
 *   queue side=whole|group|remainder sms=N [split=G] [ctas=N] [gemm_sms=N] [urgent=1]
 *   run queue=Q kernel=K [waits=I,J,...] and the kernel's own words (kernels.cc)
 *
 * Queues and instructions are numbered in the order of their lines; an instruction names a queue that stands above it.
 * `split` is the group's size; without it the queue is on the whole GPU. Instructions of a queue run in order; `waits`
 * are earlier instructions of other queues. All ranks run the same text. This needs no CUDA, so that its test needs no
 * GPU.
 *
 * @throws std::invalid_argument naming the line, or when there is no instruction; on collectives whose order is open
 *   too (collective_order.h)
 */
ProgramText readProgram(const std::string& text);

/** Does what a line asks for. @throws std::invalid_argument of `work`, naming the line too */
template <typename Work>
auto onLine(const std::string& line, const Work& work) {
  try {
    return work();
  } catch (const std::invalid_argument& error) {
    throw std::invalid_argument(std::string(error.what()) + ", in: " + line);
  }
}

}  // namespace nanoflow

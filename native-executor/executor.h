#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "frame.h"
#include "graph.h"
#include "gpu.h"
#include "program.h"

namespace nanoflow {

/** A program with its graphs. */
struct LoadedProgram {
  Program program;
  GraphExec graph;
};

/** State behind the requests: GPUs with their memory, and programs by name. */
class Executor {
 public:
  explicit Executor(const std::vector<int>& devices);

  /** First line of the conversation: the GPUs and the software. */
  JsonObject greeting() const;

  /**
   * Carries out one request and fills its answer.
   *
   * @returns bytes that follow the answer
   * @throws std::invalid_argument on a request that makes no sense; the executor stays usable
   * @throws CudaError when the device can no longer be used
   */
  std::string handle(Request& request, JsonObject& answer);

 private:
  Gpu& gpuOf(Request& request);
  const LoadedProgram& programOf(const std::string& name) const;

  std::string allocate(Request& request, JsonObject& answer);
  std::string random(Request& request, JsonObject& answer);
  std::string load(Request& request, JsonObject& answer);
  std::string write(Request& request, JsonObject& answer);
  std::string read(Request& request, JsonObject& answer);
  std::string program(Request& request, JsonObject& answer);
  std::string step(Request& request, JsonObject& answer);
  std::string time(Request& request, JsonObject& answer);
  std::string trace(Request& request, JsonObject& answer);

  std::vector<std::unique_ptr<Gpu>> gpus_;
  std::map<std::string, LoadedProgram> programs_;  // after the GPUs, whose streams and memory they use
};

}  // namespace nanoflow

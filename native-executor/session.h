#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "gpu/gpu.h"
#include "program/graph.h"
#include "program/program.h"

namespace nanoflow {

/** A program with its graph. */
struct LoadedProgram {
  Program program;
  GraphExec graph;
};

/** What requests work on: GPUs with their memory, and programs by name. */
struct Session {
  std::vector<std::unique_ptr<Gpu>> gpus;
  std::map<std::string, LoadedProgram> programs;  // after the GPUs, whose streams and memory they use
};

}  // namespace nanoflow

#pragma once

#include <map>
#include <memory>
#include <string>

#include "gpu/rank.h"
#include "program/graph.h"
#include "program/program.h"
#include "serving/step_ring.h"

namespace nanoflow {

/** A program with its graph. */
struct LoadedProgram {
  Program program;
  GraphExec graph;
};

/** What requests work on: ranks, programs by name, and the steps under way. */
struct Session {
  Ranks ranks;
  std::map<std::string, LoadedProgram> programs;  // after the ranks, whose streams and memory they use
  std::unique_ptr<StepRing> steps;                // of the first rank; after the programs, which its steps run
};

}  // namespace nanoflow

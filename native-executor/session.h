#pragma once

#include <map>
#include <string>

#include "gpu/rank.h"
#include "program/graph.h"
#include "program/program.h"

namespace nanoflow {

/** A program with its graph. */
struct LoadedProgram {
  Program program;
  GraphExec graph;
};

/** What requests work on: ranks, and programs by name. */
struct Session {
  Ranks ranks;
  std::map<std::string, LoadedProgram> programs;  // after the ranks, whose streams and memory they use
};

}  // namespace nanoflow

#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "gpu/crew.h"
#include "gpu/rank.h"
#include "program/collectives.h"
#include "program/graph.h"
#include "program/program.h"
#include "serving/step_rings.h"

namespace nanoflow {

/** A program with its graphs, one a rank. */
struct LoadedProgram {
  Program program;
  std::vector<GraphExec> graphs;
};

/** Of several ranks; with one there is nothing to ask. */
inline std::vector<const GpuMonitor*> monitorsOf(const Ranks& ranks) {
  std::vector<const GpuMonitor*> monitors;
  if (ranks.size() == 1) return monitors;
  for (const auto& rank : ranks) monitors.push_back(&rank->gpu.monitor);
  return monitors;
}

/** What requests work on: ranks, programs by name, and the steps under way. */
struct Session {
  /** @param limitSeconds longest that a step may take @throws FatalError, DeviceError */
  Session(const std::vector<int>& devices, double limitSeconds)
      : limitSeconds(limitSeconds),
        ranks(openRanks(devices)),
        faults(monitorsOf(ranks)),
        crew(ranks, limitSeconds),
        collectives(devices),
        steps(ranks, crew, limitSeconds) {}

  const double limitSeconds;
  const Ranks ranks;
  const FaultWatch faults;
  Crew crew;
  Collectives collectives;
  std::map<std::string, LoadedProgram> programs;  // after ranks and collectives, which they use
  StepRings steps;                                // after the programs, which its steps run
};

}  // namespace nanoflow

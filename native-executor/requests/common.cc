#include "requests.h"

namespace nanoflow {

Gpu& gpuOf(Request& request, Session& session) {
  Gpu& gpu = gpuAt(request.words.integer("device", 0), session.gpus);
  gpu.activate();
  return gpu;
}

const LoadedProgram& programOf(const std::string& name, const Session& session) {
  const auto found = session.programs.find(name);
  if (found == session.programs.end()) throw std::invalid_argument("no program '" + name + "'");
  return found->second;
}

}  // namespace nanoflow

#include "requests.h"

namespace nanoflow {

Rank& rankOf(Request& request, Session& session) {
  Rank& rank = rankAt(request.words.integer("device", 0), session.ranks);
  rank.gpu.activate();
  return rank;
}

const LoadedProgram& programOf(const std::string& name, const Session& session) {
  const auto found = session.programs.find(name);
  if (found == session.programs.end()) throw std::invalid_argument("no program '" + name + "'");
  return found->second;
}

}  // namespace nanoflow

#include "requests.h"

namespace nanoflow {

Rank& rankOf(Request& request, Session& session) {
  Rank& rank = rankAt(request.words.integer("device", 0), session.ranks);
  rank.gpu.activate();
  return rank;
}

std::vector<JsonObject> describeFaults(const std::vector<RowFault>& flags) {
  std::vector<JsonObject> faults;
  for (size_t row = 0; row < flags.size(); ++row) {
    if (flags[row] != RowFault::none) faults.emplace_back().add("row", row).add("fault", faultName(flags[row]));
  }
  return faults;
}

const LoadedProgram& programOf(const std::string& name, const Session& session) {
  const auto found = session.programs.find(name);
  if (found == session.programs.end()) throw std::invalid_argument("no program '" + name + "'");
  return found->second;
}

}  // namespace nanoflow

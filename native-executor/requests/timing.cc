#include "../gpu/timing.h"

#include "../../native-common/wire/list.h"
#include "requests.h"

namespace nanoflow {
namespace {

JsonObject describeSlice(const Slice& slice) {
  JsonObject json;
  json.add("medianUs", slice.launchUs.median)
      .add("spread", slice.launchUs.spread)
      .add("samples", slice.launchUs.samples)
      .add("hostUs", slice.hostUs)
      .add("clockMhz", slice.card.clockMhz)
      .add("powerW", slice.card.powerW)
      .add("temperatureC", slice.card.temperatureC)
      .add("throttleNames", throttleNames(slice.card.throttleMask));
  return json;
}

}  // namespace

/** `time programs=NAME,... slice=SECONDS rounds=N`: sustained, taking turns (timing.h). */
std::string timeRequest(Request& request, Session& session, JsonObject& answer) {
  const Gpu& gpu = rankOf(request, session).gpu;
  const auto names = splitList(request.words.text("programs"));
  std::vector<cudaGraphExec_t> graphs;
  for (const std::string& name : names) graphs.push_back(programOf(name, session).graph.get());
  const Alternation alternation{request.words.number("slice", 1), request.words.integer("rounds", 3)};
  const auto slices = timeAlternating(gpu, graphs, alternation);
  std::vector<JsonObject> programs;
  for (size_t i = 0; i < names.size(); ++i) {
    std::vector<JsonObject> parts;
    for (const Slice& slice : slices[i]) parts.push_back(describeSlice(slice));
    programs.emplace_back().add("name", names[i]).add("slices", parts);
  }
  answer.add("programs", programs);
  return {};
}

/**
 * `trace program=NAME stamps=ADDRESS [warm=N]`: launches the program with a time stamp (uint64, ns) before and after
 * every instruction, `warm` times and once more; answers with the last stamps.
 */
std::string traceRequest(Request& request, Session& session, JsonObject& answer) {
  const Rank& rank = rankOf(request, session);
  const LoadedProgram& loaded = programOf(request.words.text("program"), session);
  const size_t count = 2 * loaded.program.instructions.size();
  auto* stamps = rank.memory.array<uint64_t>(request.words.text("stamps"), count);
  const GraphExec traced = captureProgram(loaded.program, stamps);
  const int launches = request.words.integer("warm", 3) + 1;
  for (int i = 0; i < launches; ++i) check(cudaGraphLaunch(traced.get(), rank.gpu.stream()));
  std::string result(count * sizeof(uint64_t), '\0');
  check(cudaStreamSynchronize(rank.gpu.stream()));
  check(cudaMemcpy(result.data(), stamps, result.size(), cudaMemcpyDeviceToHost));
  answer.add("instructions", loaded.program.instructions.size());
  return result;
}

/** `energy`: of the board since its driver was loaded, in mJ; null where it does not tell. Steps under way have ended. */
std::string energyRequest(Request& request, Session& session, JsonObject& answer) {
  answer.add("energyMj", rankOf(request, session).gpu.monitor.energyMj());
  return {};
}

}  // namespace nanoflow

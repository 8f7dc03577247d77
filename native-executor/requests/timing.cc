#include "../gpu/timing.h"

#include <algorithm>

#include "../../native-common/wire/list.h"
#include "../gpu/waiting.h"
#include "requests.h"

namespace nanoflow {
namespace {

JsonObject describeCard(const CardReadings& card) {
  JsonObject json;
  json.add("clockMhz", card.clockMhz).add("powerW", card.powerW).add("temperatureC", card.temperatureC);
  return json;
}

/** Of several cards: the slowest clock, the mean power of a board, the highest temperature. */
CardReadings together(const std::vector<CardReadings>& cards) {
  CardReadings sum = cards.front();
  for (size_t i = 1; i < cards.size(); ++i) {
    sum.clockMhz = std::min(sum.clockMhz, cards[i].clockMhz);
    sum.powerW += cards[i].powerW;
    sum.throttleMask |= cards[i].throttleMask;
    sum.temperatureC = std::max(sum.temperatureC, cards[i].temperatureC);
  }
  sum.powerW /= cards.size();
  return sum;
}

JsonObject describeSlice(const Slice& slice) {
  const CardReadings all = together(slice.cards);
  std::vector<JsonObject> cards;
  for (const CardReadings& card : slice.cards) cards.push_back(describeCard(card));
  JsonObject json;
  json.add("medianUs", slice.launchUs.median)
      .add("spread", slice.launchUs.spread)
      .add("samples", slice.launchUs.samples)
      .add("hostUs", slice.hostUs)
      .add("clockMhz", all.clockMhz)
      .add("powerW", all.powerW)
      .add("temperatureC", all.temperatureC)
      .add("throttleNames", throttleNames(all.throttleMask))
      .add("cards", cards);
  return json;
}

}  // namespace

/** `time programs=NAME,... slice=SECONDS rounds=N`: sustained, taking turns (timing.h). */
std::string timeRequest(Request& request, Session& session, JsonObject& answer) {
  const auto names = splitList(request.words.text("programs"));
  std::vector<RankGraphs> programs;
  for (const std::string& name : names) {
    RankGraphs& graphs = programs.emplace_back();
    for (const GraphExec& graph : programOf(name, session).graphs) graphs.push_back(graph.get());
  }
  const Alternation alternation{request.words.number("slice", 1), request.words.integer("rounds", 3)};
  const auto slices = timeAlternating(session.ranks, session.crew, programs, alternation);
  std::vector<JsonObject> described;
  for (size_t i = 0; i < names.size(); ++i) {
    std::vector<JsonObject> parts;
    for (const Slice& slice : slices[i]) parts.push_back(describeSlice(slice));
    described.emplace_back().add("name", names[i]).add("slices", parts);
  }
  answer.add("programs", described);
  return {};
}

/**
 * `trace program=NAME stamps=ADDRESS [warm=N] [device=D]`: launches the program with a time stamp (uint64, ns) before
 * and after every instruction of one rank, `warm` times and once more; answers with the last stamps.
 */
std::string traceRequest(Request& request, Session& session, JsonObject& answer) {
  const Rank& traced = rankOf(request, session);
  const LoadedProgram& loaded = programOf(request.words.text("program"), session);
  const size_t count = 2 * instructionsOf(loaded.program, traced.gpu);
  auto* stamps = traced.memory.array<uint64_t>(request.words.text("stamps"), count);
  const std::vector<GraphExec> graphs = captureProgram(loaded.program, {&traced, stamps});
  uploadGraphs(graphs, session.crew);
  const int launches = request.words.integer("warm", 3) + 1;
  session.crew.run([&](Rank& rank) {
    const cudaStream_t stream = rank.gpu.stream();
    for (int i = 0; i < launches; ++i) check(cudaGraphLaunch(graphs[rank.index].get(), stream));
    session.crew.await([&] { return hasEnded(stream); });
  });
  std::string result(count * sizeof(uint64_t), '\0');
  traced.gpu.activate();
  check(cudaMemcpy(result.data(), stamps, result.size(), cudaMemcpyDeviceToHost));
  answer.add("instructions", count / 2);
  return result;
}

/** `energy`: of the board since its driver was loaded, in mJ; null where it does not tell. Steps under way have ended. */
std::string energyRequest(Request& request, Session& session, JsonObject& answer) {
  answer.add("energyMj", rankOf(request, session).gpu.monitor.energyMj());
  return {};
}

}  // namespace nanoflow

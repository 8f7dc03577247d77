#include "requests.h"

namespace nanoflow {
namespace {

/** Not negative. */
int countOf(Request& request, const char* key) {
  const int count = request.words.integer(key);
  if (count < 0) throw std::invalid_argument(std::string("'") + key + "' must not be negative");
  return count;
}

StepBegin readBegin(Request& request, const DeviceMemory& memory) {
  Spec& words = request.words;
  StepBegin begin;
  begin.words = countOf(request, "words");
  begin.entries = countOf(request, "entries");
  const size_t bytes = begin.words * sizeof(int) + begin.entries * sizeof(TableEntry);
  if (request.payload.size() != bytes) {
    throw std::invalid_argument("a step of " + std::to_string(request.payload.size()) + " bytes, where words and entries are " +
                                std::to_string(bytes));
  }
  begin.inputs = memory.array<int>(words.text("to"), begin.words);
  begin.rows = countOf(request, "rows");
  begin.ids = memory.array<int>(words.text("ids"), begin.rows);
  begin.slots = countOf(request, "slots");
  begin.lastTokens = memory.array<int>(words.text("last"), begin.slots);
  begin.tableEntries = static_cast<long>(words.count("tableEntries"));
  begin.pageTables = memory.array<int>(words.text("tables"), begin.tableEntries);
  return begin;
}

StepEnd readEnd(Request& request, const DeviceMemory& memory, const StepBegin& begin) {
  Spec& words = request.words;
  StepEnd end;
  end.rows = countOf(request, "sampled");
  end.tokens = memory.array<int>(words.text("from"), end.rows);
  end.faults = memory.array<RowFault>(words.text("faults"), end.rows);
  end.targets = memory.array<int>(words.text("targets"), end.rows);
  end.slots = begin.slots;
  end.lastTokens = memory.array<int>(words.text("last"), end.slots);
  return end;
}

}  // namespace

/**
 * `submit program=NAME to=ADDRESS words=N ids=ADDRESS rows=N last=ADDRESS slots=N tables=ADDRESS tableEntries=N entries=N
 * from=ADDRESS faults=ADDRESS targets=ADDRESS sampled=N`, payload: `words` int32 of inputs, then `entries` pairs of int32
 * (step_edges.h). Launches the program behind the steps under way.
 */
std::string submitRequest(Request& request, Session& session, JsonObject& answer) {
  const Rank& rank = *session.ranks.front();
  rank.gpu.activate();
  StepCall call;
  call.graph = programOf(request.words.text("program"), session).graph.get();
  call.begin = readBegin(request, rank.memory);
  call.end = readEnd(request, rank.memory, call.begin);
  call.answer = answer;
  request.words.finish();
  session.steps->submit(std::move(call), request.payload);
  return {};
}

std::pair<JsonObject, std::string> describeStep(EndedStep step) {
  JsonObject answer = std::move(step.answer);
  answer.add("hostUs", step.hostUs).add("deviceUs", step.deviceUs).add("gapUs", step.gapUs);
  answer.add("faults", describeFaults(step.faults));
  return {answer, std::string(reinterpret_cast<const char*>(step.tokens.data()), step.tokens.size() * sizeof(int))};
}

}  // namespace nanoflow

#include "../bind/operands.h"
#include "requests.h"

namespace nanoflow {
namespace {

/** Not negative. */
int countOf(Request& request, const char* key) {
  const int count = request.words.integer(key);
  if (count < 0) throw std::invalid_argument(std::string("'") + key + "' must not be negative");
  return count;
}

void requirePayload(const Request& request, size_t bytes) {
  if (request.payload.size() == bytes) return;
  throw std::invalid_argument("a step of " + std::to_string(request.payload.size()) + " bytes, where its parts are " +
                              std::to_string(bytes));
}

StepBegin readBegin(Request& request, const DeviceMemory& memory) {
  Spec& words = request.words;
  StepBegin begin;
  begin.words = countOf(request, "words");
  begin.entries = countOf(request, "entries");
  begin.inputs = memory.array<int>(words.text("to"), begin.words);
  begin.rows = countOf(request, "rows");
  begin.ids = memory.array<int>(words.text("ids"), begin.rows);
  begin.slots = countOf(request, "slots");
  begin.lastTokens = memory.array<int>(words.text("last"), begin.slots);
  begin.tableEntries = static_cast<long>(words.count("tableEntries"));
  begin.pageTables = memory.array<int>(words.text("pageTables"), begin.tableEntries);
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

/** Updates of slots, where the step has some; their tables are named as for the kernel `slot_update`. */
SlotUpdates readUpdates(Request& request, Rank& rank) {
  SlotUpdates updates;
  if (!request.words.has("updates")) return updates;
  updates.count = countOf(request, "updates");
  const Lane lane = rank.gpu.lane({});
  Operands operands(request.words, lane, rank);
  updates.tables = readSlotTables(operands, operands.size("vocab"));
  return updates;
}

/** A step on one rank, but for its graph. */
StepCall readCall(Request& request, Rank& rank) {
  rank.gpu.activate();
  Spec& words = request.words;
  StepCall call;
  call.begin = readBegin(request, rank.memory);
  call.end = readEnd(request, rank.memory, call.begin);
  call.updates = readUpdates(request, rank);
  const size_t data = words.has("data") ? words.count("data") : 0;
  requirePayload(request, call.begin.words * sizeof(int) + call.begin.entries * sizeof(TableEntry) +
                              call.updates.count * sizeof(SlotUpdate) + data * sizeof(int));
  if (words.has("also")) {
    call.wantedBytes = words.count("size");
    call.wanted = rank.memory.at(words.text("also"), call.wantedBytes);
  }
  return call;
}

}  // namespace

/**
 * `submit program=NAME to=ADDRESS words=N ids=ADDRESS rows=N last=ADDRESS slots=N pageTables=ADDRESS tableEntries=N
 * entries=N from=ADDRESS faults=ADDRESS targets=ADDRESS sampled=N [updates=N data=N vocab=N ...]
 * [also=ADDRESS size=BYTES]`, payload: `words` int32 of inputs, `entries` pairs of int32 (step_edges.h), `updates` of
 * slots and `data` int32 (slot_tables.h). Launches the program on all ranks behind the steps under way. The bytes at `also` follow
 * the tokens.
 */
std::string submitRequest(Request& request, Session& session, JsonObject& answer) {
  const LoadedProgram& loaded = programOf(request.words.text("program"), session);
  std::vector<StepCall> calls;
  for (const auto& rank : session.ranks) {
    StepCall& call = calls.emplace_back(readCall(request, *rank));
    call.graph = loaded.graphs[rank->index].get();
    call.answer = answer;
  }
  request.words.finish();
  session.steps.submit(std::move(calls), request.payload);
  return {};
}

std::pair<JsonObject, std::string> describeStep(EndedStep step) {
  JsonObject answer = std::move(step.answer);
  answer.add("hostUs", step.hostUs).add("deviceUs", step.deviceUs).add("gapUs", step.gapUs);
  answer.add("faults", describeFaults(step.faults));
  const std::string tokens(reinterpret_cast<const char*>(step.tokens.data()), step.tokens.size() * sizeof(int));
  return {answer, tokens + step.wanted};
}

}  // namespace nanoflow

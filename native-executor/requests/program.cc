#include <algorithm>

#include "../../native-common/gpu/event.h"
#include "../gpu/stopwatch.h"
#include "../gpu/waiting.h"
#include "requests.h"

namespace nanoflow {
namespace {

/** Memory of one request on every rank. */
struct Cleared {
  std::string address;
  size_t bytes = 0;
  int value = 0;  ///< of each byte
};

std::vector<Cleared> readCleared(Spec& words) {
  std::vector<Cleared> cleared;
  if (!words.has("inputs")) return cleared;
  cleared.push_back({words.text("inputs"), words.count("size"), 0});
  if (words.has("none")) cleared.push_back({words.text("none"), words.count("noneSize"), 0xff});
  return cleared;
}

void clearInputs(const std::vector<Cleared>& cleared, const Ranks& ranks) {
  for (const auto& rank : ranks) {
    onRank(*rank, [&] {
      for (const auto& [address, bytes, value] : cleared) {
        check(cudaMemset(rank->memory.at(address, bytes), value, bytes));
      }
      check(cudaDeviceSynchronize());
    });
  }
}

/** A step's words, the same for every rank. */
struct StepWords {
  std::string to, from, faults;  ///< faults may be empty
  size_t size = 0;               ///< bytes at `from`
};

/** Where these words lead on a rank. */
struct StepMemory {
  char* to = nullptr;
  const char* from = nullptr;
  size_t size = 0;                  ///< bytes at `from`
  const RowFault* flags = nullptr;  ///< null when the request wants none
  size_t flagCount = 0;
};

/** @throws std::invalid_argument when the rank has no such memory */
StepMemory stepMemory(const StepWords& words, size_t inputBytes, const Rank& rank) {
  StepMemory memory{rank.memory.at(words.to, inputBytes), rank.memory.at(words.from, words.size), words.size};
  if (words.faults.empty()) return memory;
  memory.flagCount = words.size / sizeof(int);
  memory.flags = rank.memory.array<RowFault>(words.faults, memory.flagCount);
  return memory;
}

/** What a rank gave. */
struct StepResult {
  std::string bytes;
  std::vector<RowFault> flags;
  double hostUs = 0, deviceUs = 0;
};

StepResult stepOn(const Rank& rank, cudaGraphExec_t graph, const StepMemory& memory, const std::string& payload,
                  Crew& crew) {
  const cudaStream_t stream = rank.gpu.stream();
  StepResult result{std::string(memory.size, '\0'), std::vector<RowFault>(memory.flagCount)};
  Event begin, end;

  const Stopwatch watch;
  check(cudaMemcpyAsync(memory.to, payload.data(), payload.size(), cudaMemcpyHostToDevice, stream));
  begin.record(stream);
  check(cudaGraphLaunch(graph, stream));
  end.record(stream);
  result.hostUs = watch.seconds() * 1e6;
  // Copies to memory that is not pinned would wait for the step, without a limit.
  crew.await([&] { return end.reached(); });
  check(cudaMemcpyAsync(result.bytes.data(), memory.from, memory.size, cudaMemcpyDeviceToHost, stream));
  if (memory.flags != nullptr) {
    const size_t bytes = memory.flagCount * sizeof(RowFault);
    check(cudaMemcpyAsync(result.flags.data(), memory.flags, bytes, cudaMemcpyDeviceToHost, stream));
  }
  check(cudaStreamSynchronize(stream));
  result.deviceUs = end.microsecondsSince(begin);
  return result;
}

/** Of the rank's GPU, which becomes the current one. */
size_t freeBytes(const Rank& rank) {
  rank.gpu.activate();
  size_t free = 0, total = 0;
  check(cudaMemGetInfo(&free, &total));
  return free;
}

}  // namespace

/**
 * `program name=NAME [inputs=ADDRESS size=BYTES] [none=ADDRESS noneSize=BYTES]`, payload: its text (program_text.h),
 * which all ranks run. Replaces one of the same name. Binding runs the program once. Its inputs are zeroed before, and
 * those at `none` set to -1: so the run reads nothing that an earlier program left there, writes keys and values to
 * page 0 alone, which belongs to no request, and samples for no slot.
 */
std::string programRequest(Request& request, Session& session, JsonObject& answer) {
  const std::string name = request.words.text("name");
  const Stopwatch watch;
  const Rank& measured = rankOf(request, session);
  const size_t before = freeBytes(measured);
  LoadedProgram loaded;
  loaded.program = bindProgram(request.payload, session.ranks, session.collectives);
  clearInputs(readCleared(request.words), session.ranks);
  runUncaptured(loaded.program, session.ranks, session.limitSeconds);
  loaded.graphs = captureProgram(loaded.program, {});
  uploadGraphs(loaded.graphs, session.crew);
  answer.add("instructions", loaded.program.instructions.size()).add("bindUs", watch.seconds() * 1e6);
  answer.add("memoryBytes", static_cast<int64_t>(before) - static_cast<int64_t>(freeBytes(measured)));
  session.programs.insert_or_assign(name, std::move(loaded));
  return {};
}

/** `drop name=NAME`: forgets a program, so that its memory may be given back. */
std::string dropRequest(Request& request, Session& session, JsonObject&) {
  const std::string name = request.words.text("name");
  if (session.programs.erase(name) == 0) throw std::invalid_argument("no program '" + name + "'");
  return {};
}

/**
 * `step program=NAME to=ADDRESS from=ADDRESS size=BYTES [faults=ADDRESS]`, payload: the step's inputs. Copies the
 * inputs to `to` on every rank, launches the program once and answers with the bytes at `from`: one token of 4 bytes a row.
 * `faults` has as many flags of rows (row_fault.h); the answer lists those that are set. Ranks give the same tokens, or
 * the step has failed.
 */
std::string stepRequest(Request& request, Session& session, JsonObject& answer) {
  Spec& words = request.words;
  const LoadedProgram& loaded = programOf(words.text("program"), session);
  const StepWords step{words.text("to"), words.text("from"), words.text("faults", ""), words.count("size")};
  // Of all ranks before any launches: one that refused its own would leave the others waiting in a collective.
  std::vector<StepMemory> memory;
  for (const auto& rank : session.ranks) memory.push_back(stepMemory(step, request.payload.size(), *rank));
  std::vector<StepResult> results(session.ranks.size());
  session.crew.run([&](Rank& rank) {
    const int i = rank.index;
    results[i] = stepOn(rank, loaded.graphs[i].get(), memory[i], request.payload, session.crew);
  });
  const StepResult& first = results.front();
  double deviceUs = 0;
  for (size_t i = 0; i < results.size(); ++i) {
    deviceUs = std::max(deviceUs, results[i].deviceUs);
    if (results[i].bytes == first.bytes && results[i].flags == first.flags) continue;
    throw std::runtime_error(session.ranks[i]->name + " gives other tokens than " + session.ranks.front()->name);
  }
  answer.add("hostUs", first.hostUs).add("deviceUs", deviceUs);
  if (!step.faults.empty()) answer.add("faults", describeFaults(first.flags));
  return first.bytes;
}

}  // namespace nanoflow

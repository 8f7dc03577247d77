#include "../../native-common/gpu/event.h"
#include "../gpu/stopwatch.h"
#include "requests.h"

namespace nanoflow {
namespace {

void clearInputs(Request& request, Session& session) {
  const Rank& rank = rankOf(request, session);
  const size_t size = request.words.count("size");
  check(cudaMemset(rank.memory.at(request.words.text("inputs"), size), 0, size));
  if (request.words.has("none")) {
    const size_t noneSize = request.words.count("noneSize");
    check(cudaMemset(rank.memory.at(request.words.text("none"), noneSize), 0xff, noneSize));
  }
  check(cudaDeviceSynchronize());
}

size_t freeBytes() {
  size_t free = 0, total = 0;
  check(cudaMemGetInfo(&free, &total));
  return free;
}

}  // namespace

/**
 * `program name=NAME [inputs=ADDRESS size=BYTES] [none=ADDRESS noneSize=BYTES]`, payload: its text (program_text.h).
 * Replaces one of the same name. Binding runs the program once. Its inputs are zeroed before, and those at `none` set to
 * -1: so the run reads nothing that an earlier program left there, writes keys and values to page 0 alone, which belongs
 * to no request, and samples for no slot.
 */
std::string programRequest(Request& request, Session& session, JsonObject& answer) {
  const std::string name = request.words.text("name");
  const Stopwatch watch;
  rankOf(request, session);
  const size_t before = freeBytes();
  LoadedProgram loaded;
  loaded.program = bindProgram(request.payload, session.ranks);
  if (request.words.has("inputs")) clearInputs(request, session);
  runUncaptured(loaded.program);
  loaded.graph = captureProgram(loaded.program, nullptr);
  const cudaStream_t stream = rankOf(request, session).gpu.stream();
  check(cudaGraphUpload(loaded.graph.get(), stream));
  check(cudaStreamSynchronize(stream));
  answer.add("instructions", loaded.program.instructions.size()).add("bindUs", watch.seconds() * 1e6);
  answer.add("memoryBytes", static_cast<int64_t>(before) - static_cast<int64_t>(freeBytes()));
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
 * `step program=NAME to=ADDRESS from=ADDRESS size=BYTES [faults=ADDRESS]`, payload: the step's inputs. Copies the inputs
 * to `to`, launches the program once and answers with the bytes at `from`: one token of 4 bytes a row. `faults` has as
 * many flags of rows (row_fault.h); the answer lists those that are set.
 */
std::string stepRequest(Request& request, Session& session, JsonObject& answer) {
  const Rank& rank = rankOf(request, session);
  const cudaStream_t stream = rank.gpu.stream();
  const LoadedProgram& loaded = programOf(request.words.text("program"), session);
  const size_t size = request.words.count("size");
  char* to = rank.memory.at(request.words.text("to"), request.payload.size());
  const char* from = rank.memory.at(request.words.text("from"), size);
  std::string result(size, '\0');
  const bool flagged = request.words.has("faults");
  std::vector<RowFault> flags(flagged ? size / sizeof(int) : 0);
  const RowFault* flagsAt = flagged ? rank.memory.array<RowFault>(request.words.text("faults"), flags.size()) : nullptr;
  Event begin, end;

  const Stopwatch watch;
  check(cudaMemcpyAsync(to, request.payload.data(), request.payload.size(), cudaMemcpyHostToDevice, stream));
  begin.record(stream);
  check(cudaGraphLaunch(loaded.graph.get(), stream));
  end.record(stream);
  const double hostUs = watch.seconds() * 1e6;
  check(cudaMemcpyAsync(result.data(), from, size, cudaMemcpyDeviceToHost, stream));
  if (flagged) {
    check(cudaMemcpyAsync(flags.data(), flagsAt, flags.size() * sizeof(RowFault), cudaMemcpyDeviceToHost, stream));
  }
  check(cudaStreamSynchronize(stream));
  answer.add("hostUs", hostUs).add("deviceUs", end.microsecondsSince(begin));
  if (flagged) answer.add("faults", describeFaults(flags));
  return result;
}

}  // namespace nanoflow

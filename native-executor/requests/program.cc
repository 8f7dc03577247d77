#include "../../native-common/gpu/event.h"
#include "../../native-kernels/sampling/row_fault.h"
#include "../gpu/stopwatch.h"
#include "requests.h"

namespace nanoflow {
namespace {

/** Rows that have a fault, of as many as there are flags. */
std::vector<JsonObject> describeFaults(const std::vector<RowFault>& flags) {
  std::vector<JsonObject> faults;
  for (size_t row = 0; row < flags.size(); ++row) {
    if (flags[row] != RowFault::none) faults.emplace_back().add("row", row).add("fault", faultName(flags[row]));
  }
  return faults;
}

}  // namespace

/** `program name=NAME`, payload: its text (program_text.h). Replaces one of the same name. */
std::string programRequest(Request& request, Session& session, JsonObject& answer) {
  const std::string name = request.words.text("name");
  const Stopwatch watch;
  LoadedProgram loaded;
  loaded.program = bindProgram(request.payload, session.ranks);
  runUncaptured(loaded.program);
  loaded.graph = captureProgram(loaded.program, nullptr);
  const cudaStream_t stream = rankOf(request, session).gpu.stream();
  check(cudaGraphUpload(loaded.graph.get(), stream));
  check(cudaStreamSynchronize(stream));
  answer.add("instructions", loaded.program.instructions.size()).add("bindUs", watch.seconds() * 1e6);
  session.programs.insert_or_assign(name, std::move(loaded));
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

#include "../../native-common/gpu/event.h"
#include "../gpu/stopwatch.h"
#include "requests.h"

namespace nanoflow {

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
 * `step program=NAME to=ADDRESS from=ADDRESS size=BYTES`, payload: the step's inputs. Copies the inputs to `to`,
 * launches the program once and answers with the bytes at `from`.
 */
std::string stepRequest(Request& request, Session& session, JsonObject& answer) {
  const Rank& rank = rankOf(request, session);
  const cudaStream_t stream = rank.gpu.stream();
  const LoadedProgram& loaded = programOf(request.words.text("program"), session);
  const size_t size = request.words.count("size");
  char* to = rank.memory.at(request.words.text("to"), request.payload.size());
  const char* from = rank.memory.at(request.words.text("from"), size);
  std::string result(size, '\0');
  Event begin, end;

  const Stopwatch watch;
  check(cudaMemcpyAsync(to, request.payload.data(), request.payload.size(), cudaMemcpyHostToDevice, stream));
  begin.record(stream);
  check(cudaGraphLaunch(loaded.graph.get(), stream));
  end.record(stream);
  const double hostUs = watch.seconds() * 1e6;
  check(cudaMemcpyAsync(result.data(), from, size, cudaMemcpyDeviceToHost, stream));
  check(cudaStreamSynchronize(stream));
  answer.add("hostUs", hostUs).add("deviceUs", end.microsecondsSince(begin));
  return result;
}

}  // namespace nanoflow

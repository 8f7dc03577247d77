#include "executor.h"

#include <chrono>
#include <sstream>

#include "../native-kernels/decode_attention.h"
#include "../native-kernels/grouped_gemm.h"
#include "fill.h"
#include "mapped_file.h"
#include "timing.h"

namespace nanoflow {
namespace {

using Clock = std::chrono::steady_clock;

double microsecondsSince(Clock::time_point start) {
  return std::chrono::duration<double, std::micro>(Clock::now() - start).count();
}

int64_t wide(Spec& words, const char* key) { return parseInteger(words.text(key), key); }

std::vector<std::string> split(const std::string& list) {
  std::vector<std::string> items;
  std::istringstream stream(list);
  for (std::string item; std::getline(stream, item, ',');) items.push_back(item);
  return items;
}

std::string cudaVersion(int code) { return std::to_string(code / 1000) + "." + std::to_string(code % 1000 / 10); }

std::string cublasLtVersion() {
  const size_t code = GemmLibrary::version();
  return std::to_string(code / 10000) + "." + std::to_string(code / 100 % 100) + "." + std::to_string(code % 100);
}

/** Scratch of decode attention by head size. */
std::vector<JsonObject> partialBytes(int smCount) {
  std::vector<JsonObject> sizes;
  for (const int head : {64, 128}) {
    JsonObject size;
    sizes.push_back(size.add("head", head).add("bytes", decodePartialFloats(smCount, head) * sizeof(float)));
  }
  return sizes;
}

JsonObject sliceJson(const Slice& slice) {
  JsonObject json;
  json.add("medianUs", slice.launchUs.median)
      .add("spread", slice.launchUs.spread)
      .add("samples", slice.launchUs.samples)
      .add("hostUs", slice.hostUs)
      .add("clockMhz", slice.card.clockMhz)
      .add("powerW", slice.card.powerW)
      .add("throttleNames", throttleNames(slice.card.throttleMask));
  return json;
}

}  // namespace

Executor::Executor(const std::vector<int>& devices) {
  for (const int device : devices) gpus_.push_back(std::make_unique<Gpu>(device));
}

JsonObject Executor::greeting() const {
  std::vector<JsonObject> devices;
  for (const auto& gpu : gpus_) {
    gpu->activate();
    size_t free = 0, total = 0;
    check(cudaMemGetInfo(&free, &total));
    JsonObject device;
    device.add("gpu", gpu->properties.name)
        .add("uuid", gpu->uuid)
        .add("smCount", gpu->properties.multiProcessorCount)
        .add("freeBytes", free)
        .add("memoryBytes", gpu->properties.totalGlobalMem)
        .add("decodePartialBytes", partialBytes(gpu->properties.multiProcessorCount))
        .add("productPartialBytes", groupedGemmPartialFloats(gpu->properties.multiProcessorCount) * sizeof(float))
        .add("powerLimitW", gpu->monitor.powerLimitW().value_or(std::nan("")))
        .add("boostClockMhz", gpu->monitor.maxSmClockMhz().value_or(std::nan("")));
    devices.push_back(device);
  }
  int runtime = 0;
  check(cudaRuntimeGetVersion(&runtime));
  JsonObject hello;
  hello.add("type", "hello")
      .add("program", "native-executor")
      .add("driverVersion", GpuMonitor::driverVersion().value_or("unknown"))
      .add("cudaRuntimeVersion", cudaVersion(runtime))
      .add("cublasLtVersion", cublasLtVersion())
      .add("gemmWorkspaceBytes", gemmWorkspaceBytes)
      .add("devices", devices);
  return hello;
}

std::string Executor::handle(Request& request, JsonObject& answer) {
  using Handler = std::string (Executor::*)(Request&, JsonObject&);
  static const std::map<std::string, Handler> table = {
      {"allocate", &Executor::allocate}, {"random", &Executor::random}, {"load", &Executor::load},
      {"write", &Executor::write},       {"read", &Executor::read},     {"program", &Executor::program},
      {"step", &Executor::step},         {"time", &Executor::time},     {"trace", &Executor::trace},
  };
  const auto found = table.find(request.verb);
  if (found == table.end()) throw std::invalid_argument("unknown request '" + request.verb + "'");
  std::string tail = (this->*found->second)(request, answer);
  request.words.finish();
  return tail;
}

Gpu& Executor::gpuOf(Request& request) {
  const int device = request.words.integer("device", 0);
  if (device < 0 || device >= static_cast<int>(gpus_.size())) throw std::invalid_argument("no such device");
  gpus_[device]->activate();
  return *gpus_[device];
}

const LoadedProgram& Executor::programOf(const std::string& name) const {
  const auto found = programs_.find(name);
  if (found == programs_.end()) throw std::invalid_argument("no program '" + name + "'");
  return found->second;
}

/** `allocate region=NAME size=BYTES`: memory, zeroed. */
std::string Executor::allocate(Request& request, JsonObject&) {
  Gpu& gpu = gpuOf(request);
  gpu.memory.allocate(request.words.text("region"), wide(request.words, "size"));
  return {};
}

/** `random to=ADDRESS count=N mean=M deviation=D seed=S`: bf16. */
std::string Executor::random(Request& request, JsonObject&) {
  Gpu& gpu = gpuOf(request);
  const int64_t count = wide(request.words, "count");
  if (count < 0) throw std::invalid_argument("'count' must not be negative");
  auto* to = reinterpret_cast<__nv_bfloat16*>(gpu.memory.at(request.words.text("to"), count * sizeof(__nv_bfloat16)));
  fillRandom(to, count, static_cast<float>(request.words.number("mean", 0)),
             static_cast<float>(request.words.number("deviation", 1)), wide(request.words, "seed"), gpu.stream.get());
  check(cudaStreamSynchronize(gpu.stream.get()));
  return {};
}

/** `load`, payload: the path of a file on a line, then lines `from=OFFSET size=BYTES to=ADDRESS`. */
std::string Executor::load(Request& request, JsonObject&) {
  Gpu& gpu = gpuOf(request);
  std::istringstream lines(request.payload);
  std::string line;
  std::getline(lines, line);
  const MappedFile file(line);
  while (std::getline(lines, line)) {
    Spec words = Spec::parse(line);
    const int64_t from = wide(words, "from"), size = wide(words, "size");
    if (from < 0 || size < 0) throw std::invalid_argument("'from' and 'size' must not be negative");
    check(cudaMemcpy(gpu.memory.at(words.text("to"), size), file.at(from, size), size, cudaMemcpyHostToDevice));
    words.finish();
  }
  return {};
}

/** `write to=ADDRESS`, payload: the bytes. */
std::string Executor::write(Request& request, JsonObject&) {
  Gpu& gpu = gpuOf(request);
  char* to = gpu.memory.at(request.words.text("to"), request.payload.size());
  check(cudaMemcpy(to, request.payload.data(), request.payload.size(), cudaMemcpyHostToDevice));
  return {};
}

/** `read from=ADDRESS size=BYTES`: the bytes follow the answer. */
std::string Executor::read(Request& request, JsonObject&) {
  Gpu& gpu = gpuOf(request);
  std::string bytes(request.words.integer("size"), '\0');
  const char* from = gpu.memory.at(request.words.text("from"), bytes.size());
  check(cudaMemcpy(bytes.data(), from, bytes.size(), cudaMemcpyDeviceToHost));
  return bytes;
}

/** `program name=NAME`, payload: its text (program.h). Replaces one of the same name. */
std::string Executor::program(Request& request, JsonObject& answer) {
  const std::string name = request.words.text("name");
  const auto start = Clock::now();
  LoadedProgram loaded;
  loaded.program = bindProgram(request.payload, gpus_);
  runUncaptured(loaded.program);
  loaded.graph = captureProgram(loaded.program, nullptr);
  Gpu& gpu = gpuOf(request);
  check(cudaGraphUpload(loaded.graph.get(), gpu.stream.get()));
  check(cudaStreamSynchronize(gpu.stream.get()));
  answer.add("instructions", loaded.program.instructions.size()).add("bindUs", microsecondsSince(start));
  programs_.insert_or_assign(name, std::move(loaded));
  return {};
}

/**
 * `step program=NAME to=ADDRESS from=ADDRESS size=BYTES`, payload: the step's inputs. Copies the inputs to `to`,
 * launches the program once and answers with the bytes at `from`.
 */
std::string Executor::step(Request& request, JsonObject& answer) {
  Gpu& gpu = gpuOf(request);
  const cudaStream_t stream = gpu.stream.get();
  const LoadedProgram& loaded = programOf(request.words.text("program"));
  std::string result(request.words.integer("size"), '\0');
  char* to = gpu.memory.at(request.words.text("to"), request.payload.size());
  const char* from = gpu.memory.at(request.words.text("from"), result.size());

  const auto start = Clock::now();
  check(cudaMemcpyAsync(to, request.payload.data(), request.payload.size(), cudaMemcpyHostToDevice, stream));
  Event begin, end;
  begin.record(stream);
  check(cudaGraphLaunch(loaded.graph.get(), stream));
  end.record(stream);
  const double hostUs = microsecondsSince(start);
  check(cudaMemcpyAsync(result.data(), from, result.size(), cudaMemcpyDeviceToHost, stream));
  check(cudaStreamSynchronize(stream));
  answer.add("hostUs", hostUs).add("deviceUs", end.microsecondsSince(begin));
  return result;
}

/** `time programs=NAME,... slice=SECONDS rounds=N`: sustained, taking turns (timing.h). */
std::string Executor::time(Request& request, JsonObject& answer) {
  Gpu& gpu = gpuOf(request);
  std::vector<cudaGraphExec_t> graphs;
  const auto names = split(request.words.text("programs"));
  for (const std::string& name : names) graphs.push_back(programOf(name).graph.get());
  const Alternation alternation{request.words.number("slice", 1), request.words.integer("rounds", 3)};
  const auto slices = timeAlternating(gpu, graphs, alternation);
  std::vector<JsonObject> programs;
  for (size_t i = 0; i < names.size(); ++i) {
    std::vector<JsonObject> parts;
    for (const Slice& slice : slices[i]) parts.push_back(sliceJson(slice));
    JsonObject program;
    program.add("name", names[i]).add("slices", parts);
    programs.push_back(program);
  }
  answer.add("programs", programs);
  return {};
}

/**
 * `trace program=NAME stamps=ADDRESS [warm=N]`: launches the program with a time stamp (uint64, ns) before and after
 * every instruction, `warm` times and once more; answers with the last stamps.
 */
std::string Executor::trace(Request& request, JsonObject& answer) {
  Gpu& gpu = gpuOf(request);
  const LoadedProgram& loaded = programOf(request.words.text("program"));
  const size_t bytes = loaded.program.instructions.size() * 2 * sizeof(uint64_t);
  auto* stamps = reinterpret_cast<uint64_t*>(gpu.memory.at(request.words.text("stamps"), bytes));
  const GraphExec traced = captureProgram(loaded.program, stamps);
  const int launches = request.words.integer("warm", 3) + 1;
  for (int i = 0; i < launches; ++i) check(cudaGraphLaunch(traced.get(), gpu.stream.get()));
  std::string result(bytes, '\0');
  check(cudaStreamSynchronize(gpu.stream.get()));
  check(cudaMemcpy(result.data(), stamps, bytes, cudaMemcpyDeviceToHost));
  answer.add("instructions", loaded.program.instructions.size());
  return result;
}

}  // namespace nanoflow

#include "executor.h"

#include <chrono>

#include "../native-common/gpu/devices.h"
#include "../native-common/gpu/versions.h"
#include "../native-common/wire/input.h"
#include "../native-kernels/attention/decode_attention.h"
#include "../native-kernels/expert/grouped_gemm.h"
#include "../native-kernels/expert/router.h"
#include "gpu/waiting.h"
#include "requests/requests.h"

namespace nanoflow {
namespace {

/** How often steps under way are looked at: often against a step, rarely against what a look takes. */
constexpr std::chrono::microseconds kLook{50};
constexpr const char* kSubmit = "submit";

using Handler = std::string (*)(Request&, Session&, JsonObject&);

Handler handlerOf(const std::string& verb) {
  static const std::map<std::string, Handler> table = {
      {"allocate", allocateRequest},  {"random", randomRequest},     {"random_kv", randomKvRequest},
      {"quantise", quantiseRequest},  {"load", loadRequest},         {"write", writeRequest},
      {"read", readRequest},          {"program", programRequest},   {"step", stepRequest},
      {"time", timeRequest},          {"trace", traceRequest},       {"free", freeRequest},
      {"drop", dropRequest},          {"energy", energyRequest},
      {kSubmit, submitRequest},
  };
  const auto found = table.find(verb);
  if (found == table.end()) throw std::invalid_argument("unknown request '" + verb + "'");
  return found->second;
}

/** Scratch of decode attention by head size. */
std::vector<JsonObject> partialBytes(int smCount) {
  std::vector<JsonObject> sizes;
  for (const int head : {64, 128}) {
    sizes.emplace_back().add("head", head).add("bytes", decodePartialFloats(smCount, head) * sizeof(float));
  }
  return sizes;
}

JsonObject describeGpu(const Gpu& gpu) {
  gpu.activate();
  size_t free = 0, total = 0;
  check(cudaMemGetInfo(&free, &total));
  const int smCount = gpu.properties.multiProcessorCount;
  JsonObject description;
  description.add("gpu", gpu.properties.name)
      .add("uuid", gpu.uuid)
      .add("smCount", smCount)
      .add("freeBytes", free)
      .add("memoryBytes", gpu.properties.totalGlobalMem)
      .add("decodePartialBytes", partialBytes(smCount))
      .add("productPartialBytes", groupedGemmPartialFloats(smCount) * sizeof(float))
      .add("powerLimitW", gpu.monitor.powerLimitW())
      .add("boostClockMhz", gpu.monitor.maxSmClockMhz());
  return description;
}

}  // namespace

Executor::Executor(const ExecutorOptions& options, std::istream& requests, std::ostream& answers)
    : requests_(requests), answers_(answers), session_(options.devices, options.stepLimitSeconds) {}

JsonObject Executor::greeting() const {
  std::vector<JsonObject> devices;
  for (const auto& rank : session_.ranks) devices.push_back(describeGpu(rank->gpu));
  JsonObject hello;
  hello.add("type", "hello")
      .add("program", "native-executor")
      .add("driverVersion", GpuMonitor::driverVersion().value_or("unknown"))
      .add("cudaRuntimeVersion", cudaRuntimeVersion())
      .add("cublasLtVersion", cublasLtVersion())
      .add("gemmWorkspaceBytes", gemmWorkspaceBytes)
      .raw("routerScratch", JsonObject().add("tokens", routerGroupTokens).add("bytes", routerCountPitch).text())
      .add("stepsUnderWay", mostStepsUnderWay)
      .add("devices", devices);
  return hello;
}

std::optional<std::string> Executor::handle(Request& request, JsonObject& answer) {
  answer.add("status", "ok");
  const bool later = request.verb == kSubmit;
  if (!later) finish();
  if (session_.steps.full()) answerOldest();
  std::string tail = handlerOf(request.verb)(request, session_, answer);
  request.words.finish();
  if (later) return std::nullopt;
  return tail;
}

void Executor::awaitRequest() {
  while (!session_.steps.empty()) {
    if (session_.steps.oldestEnded()) {
      answerOldest();
    } else if (awaitInput(requests_, kLook)) {
      return;
    }
  }
}

void Executor::finish() {
  while (!session_.steps.empty()) answerOldest();
}

DeviceError Executor::explain(const DeviceError& error) const {
  if (session_.ranks.size() == 1 || error.code == lateCode) return error;
  constexpr std::chrono::milliseconds kPatience{500};
  const std::optional<GpuFault> fault = session_.faults.newest(kPatience);
  const std::string stall = session_.collectives.stall();
  const auto* seen = dynamic_cast<const RankError*>(&error);
  const std::string said = seen == nullptr ? error.what() : seen->said;
  std::string what = fault ? session_.ranks[fault->gpu]->name + ": Xid " + std::to_string(fault->xid) + ", " + said
                           : std::string("one of the ranks failed, seen on ") + error.what();
  if (!stall.empty()) what += "; " + stall;
  return {error.code, what};
}

void Executor::answerOldest() {
  auto [answer, tail] = describeStep(session_.steps.takeOldest());
  writeAnswer(answers_, std::move(answer), tail);
}

void Executor::recover() {
  finish();
  for (const auto& rank : session_.ranks) {
    onRank(*rank, [&] { requireUsable(rank->gpu.ordinal); });
  }
}

}  // namespace nanoflow

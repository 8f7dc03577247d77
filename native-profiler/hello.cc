#include "hello.h"

#include <cmath>

#include "implementations.h"
#include "json.h"
#include "operations/own_product.h"

namespace nanoflow {
namespace {

/** Splits of 8, 16, ... SMs; a context is made for each, asked for its size and dropped. */
std::vector<JsonObject> splits(const Device& device) {
  std::vector<JsonObject> all;
  int last = 0;
  for (int groupSms = 8; groupSms < device.properties.multiProcessorCount; groupSms += 8) {
    try {
      const SmSplit split(device.ordinal, groupSms);
      if (split.group.smCount() == last) continue;
      last = split.group.smCount();
      JsonObject entry;
      entry.add("groupSms", last).add("remainderSms", split.remainder.smCount());
      all.push_back(entry);
    } catch (const std::exception&) {
      break;
    }
  }
  return all;
}

/** Implementations worth measuring of operations that have several and no sweep; of products those without clusters. */
std::string implementations(const Device& device) {
  JsonObject byOperation;
  for (const auto& [operation, names] : implementationChoices()) byOperation.add(operation, names);
  for (const char* operation : {"gemm", "grouped_gemm"}) byOperation.add(operation, ownProducts(device));
  return byOperation.text();
}

JsonObject& addOptional(JsonObject& object, const char* key, std::optional<double> value) {
  return object.add(key, value.value_or(std::nan("")));
}

std::string cudaVersion(int code) { return std::to_string(code / 1000) + "." + std::to_string(code % 1000 / 10); }

std::string cublasLtVersion() {
  const size_t code = GemmLibrary::version();
  return std::to_string(code / 10000) + "." + std::to_string(code / 100 % 100) + "." + std::to_string(code % 100);
}

}  // namespace

std::string helloLine(const Workbench& bench, const std::optional<std::vector<GpuProcess>>& otherProcesses) {
  const Device& device = *bench.devices.front();
  const GpuMonitor& monitor = device.monitor;
  device.activate();
  int runtime = 0;
  check(cudaRuntimeGetVersion(&runtime));

  JsonObject hello;
  hello.add("type", "hello")
      .add("gpu", device.properties.name)
      .add("uuid", uuidText(device.properties))
      .add("smCount", device.properties.multiProcessorCount)
      .add("computeCapability", std::to_string(device.properties.major) + "." + std::to_string(device.properties.minor))
      .add("memoryBytes", device.properties.totalGlobalMem)
      .add("l2Bytes", device.properties.l2CacheSize);
  addOptional(hello, "powerLimitW", monitor.powerLimitW());
  addOptional(hello, "boostClockMhz", monitor.maxSmClockMhz());
  hello.add("driverVersion", GpuMonitor::driverVersion().value_or("unknown"))
      .add("cudaRuntimeVersion", cudaVersion(runtime))
      .add("cublasLtVersion", cublasLtVersion());
  const std::string nccl = NcclCommunicator::version();
  hello.raw("ncclVersion", nccl.empty() ? "null" : quoteJson(nccl));
  hello.add("splits", splits(device));
  hello.raw("implementations", implementations(device));
  if (!otherProcesses) return hello.raw("otherProcesses", "null").text();
  std::vector<JsonObject> processes;
  for (const GpuProcess& process : *otherProcesses) {
    processes.emplace_back().add("pid", process.pid).add("name", process.name);
  }
  hello.add("otherProcesses", processes);
  return hello.text();
}

}  // namespace nanoflow

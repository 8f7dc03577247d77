#include "hello.h"

#include "../native-common/wire/json.h"
#include "../native-common/gpu/versions.h"
#include "operations/implementations.h"
#include "operations/own_product.h"

namespace nanoflow {
namespace {

/** Splits of 8, 16, ... SMs; a context is made for each, asked for its size and dropped. */
std::vector<JsonObject> splits(const Gpu& gpu) {
  std::vector<JsonObject> all;
  int last = 0;
  for (int groupSms = 8; groupSms < gpu.properties.multiProcessorCount; groupSms += 8) {
    try {
      const SmSplit split(gpu.ordinal, groupSms);
      if (split.group.smCount() == last) continue;
      last = split.group.smCount();
      JsonObject entry;
      entry.add("groupSms", last).add("remainderSms", split.remainder.smCount());
      all.push_back(entry);
    } catch (const DeviceError&) {
      throw;
    } catch (const std::exception&) {
      break;
    }
  }
  return all;
}

/** Implementations worth measuring of operations that have several and no sweep; of products those without clusters. */
std::string implementations(const Gpu& gpu) {
  JsonObject byOperation;
  for (const auto& [operation, names] : implementationChoices()) byOperation.add(operation, names);
  for (const char* operation : {"gemm", "grouped_gemm"}) byOperation.add(operation, ownProducts(gpu));
  return byOperation.text();
}

}  // namespace

JsonObject hello(const Workbench& bench, const std::optional<std::vector<GpuProcess>>& otherProcesses) {
  const Gpu& gpu = bench.devices.front()->gpu;
  const GpuMonitor& monitor = gpu.monitor;
  gpu.activate();

  JsonObject line;
  line.add("type", "hello")
      .add("gpu", gpu.properties.name)
      .add("uuid", gpu.uuid)
      .add("smCount", gpu.properties.multiProcessorCount)
      .add("computeCapability", std::to_string(gpu.properties.major) + "." + std::to_string(gpu.properties.minor))
      .add("memoryBytes", gpu.properties.totalGlobalMem)
      .add("l2Bytes", gpu.properties.l2CacheSize)
      .add("powerLimitW", monitor.powerLimitW())
      .add("boostClockMhz", monitor.maxSmClockMhz())
      .add("driverVersion", GpuMonitor::driverVersion().value_or("unknown"))
      .add("cudaRuntimeVersion", cudaRuntimeVersion())
      .add("cublasLtVersion", cublasLtVersion());
  const std::string nccl = NcclCommunicator::version();
  line.raw("ncclVersion", nccl.empty() ? "null" : quoteJson(nccl));
  line.add("splits", splits(gpu));
  line.raw("implementations", implementations(gpu));
  if (!otherProcesses) return line.raw("otherProcesses", "null");
  std::vector<JsonObject> processes;
  for (const GpuProcess& process : *otherProcesses) {
    processes.emplace_back().add("pid", process.pid).add("name", process.name);
  }
  return line.add("otherProcesses", processes);
}

}  // namespace nanoflow

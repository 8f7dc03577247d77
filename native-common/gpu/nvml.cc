#include "nvml.h"

#include <dlfcn.h>

#include <algorithm>
#include <array>

namespace nanoflow {
namespace {

/** NVML's C interface as far as it is used here; loaded at run time, so that building needs no driver. */
using Device = void*;
constexpr int kSuccess = 0;
constexpr int kInsufficientSize = 7;
constexpr int kSmClock = 1;
constexpr int kChipTemperature = 0;

/** nvmlProcessInfo_v2_t */
struct ProcessInfo {
  unsigned pid = 0;
  unsigned long long usedBytes = 0;
  unsigned gpuInstance = 0, computeInstance = 0;
};

/** nvmlEventData_t */
struct EventData {
  Device device = nullptr;
  unsigned long long type = 0, data = 0;
  unsigned gpuInstance = 0, computeInstance = 0;
};

constexpr unsigned long long kCriticalError = 8;

struct Library {
  void* handle = dlopen("libnvidia-ml.so.1", RTLD_NOW);

  template <typename... Arguments>
  using Function = int (*)(Arguments...);

  template <typename Signature>
  Signature find(const char* name) const {
    return handle == nullptr ? nullptr : reinterpret_cast<Signature>(dlsym(handle, name));
  }

  Function<> init = find<Function<>>("nvmlInit_v2");
  Function<const char*, Device*> byUuid = find<Function<const char*, Device*>>("nvmlDeviceGetHandleByUUID");
  Function<Device, int, unsigned*> clock = find<Function<Device, int, unsigned*>>("nvmlDeviceGetClockInfo");
  Function<Device, int, unsigned*> maxClock = find<Function<Device, int, unsigned*>>("nvmlDeviceGetMaxClockInfo");
  Function<Device, unsigned*> power = find<Function<Device, unsigned*>>("nvmlDeviceGetPowerUsage");
  Function<Device, unsigned*> limit = find<Function<Device, unsigned*>>("nvmlDeviceGetEnforcedPowerLimit");
  Function<Device, int, unsigned*> temperature = find<Function<Device, int, unsigned*>>("nvmlDeviceGetTemperature");
  Function<Device, unsigned long long*> energy =
      find<Function<Device, unsigned long long*>>("nvmlDeviceGetTotalEnergyConsumption");
  Function<Device, unsigned long long*> throttle =
      find<Function<Device, unsigned long long*>>("nvmlDeviceGetCurrentClocksThrottleReasons");
  Function<Device, unsigned*, ProcessInfo*> processes =
      find<Function<Device, unsigned*, ProcessInfo*>>("nvmlDeviceGetComputeRunningProcesses_v3");
  Function<unsigned, char*, unsigned> processName =
      find<Function<unsigned, char*, unsigned>>("nvmlSystemGetProcessName");
  Function<void**> makeEvents = find<Function<void**>>("nvmlEventSetCreate");
  Function<void*> freeEvents = find<Function<void*>>("nvmlEventSetFree");
  Function<Device, unsigned long long, void*> registerEvents =
      find<Function<Device, unsigned long long, void*>>("nvmlDeviceRegisterEvents");
  Function<void*, EventData*, unsigned> awaitEvent = find<Function<void*, EventData*, unsigned>>("nvmlEventSetWait_v2");
  bool hasEvents = makeEvents != nullptr && freeEvents != nullptr && registerEvents != nullptr && awaitEvent != nullptr;
  Function<char*, unsigned> driver = find<Function<char*, unsigned>>("nvmlSystemGetDriverVersion");
  bool ready = init != nullptr && init() == kSuccess;
};

const Library& library() {
  static const Library loaded;
  return loaded;
}

template <typename Value, typename Function, typename... Arguments>
std::optional<Value> read(Function function, Device device, Arguments... arguments) {
  Value value{};
  if (device == nullptr || function == nullptr || function(device, arguments..., &value) != kSuccess) return {};
  return value;
}

std::optional<double> scaled(std::optional<unsigned> value, double factor) {
  if (!value) return {};
  return *value * factor;
}

}  // namespace

std::vector<std::string> throttleNames(uint64_t mask) {
  static constexpr std::array<const char*, 9> kNames = {
      "gpu_idle",   "applications_clocks", "sw_power_cap",   "hw_slowdown",    "sync_boost",
      "sw_thermal", "hw_thermal",          "hw_power_brake", "display_clocks",
  };
  std::vector<std::string> names;
  for (size_t bit = 0; bit < kNames.size(); ++bit) {
    if (mask >> bit & 1) names.emplace_back(kNames[bit]);
  }
  return names;
}

GpuMonitor::GpuMonitor(const std::string& uuid) {
  if (!library().ready || library().byUuid == nullptr) return;
  if (library().byUuid(uuid.c_str(), &device_) != kSuccess) device_ = nullptr;
}

std::optional<double> GpuMonitor::smClockMhz() const {
  return scaled(read<unsigned>(library().clock, device_, kSmClock), 1.0);
}
std::optional<double> GpuMonitor::maxSmClockMhz() const {
  return scaled(read<unsigned>(library().maxClock, device_, kSmClock), 1.0);
}
std::optional<double> GpuMonitor::powerW() const { return scaled(read<unsigned>(library().power, device_), 1e-3); }
std::optional<double> GpuMonitor::powerLimitW() const { return scaled(read<unsigned>(library().limit, device_), 1e-3); }
std::optional<double> GpuMonitor::temperatureC() const {
  return scaled(read<unsigned>(library().temperature, device_, kChipTemperature), 1.0);
}
std::optional<uint64_t> GpuMonitor::energyMj() const { return read<unsigned long long>(library().energy, device_); }
std::optional<uint64_t> GpuMonitor::throttleReasons() const {
  return read<unsigned long long>(library().throttle, device_);
}

std::optional<std::vector<GpuProcess>> GpuMonitor::computeProcesses() const {
  if (device_ == nullptr || library().processes == nullptr) return {};
  constexpr unsigned kMost = 64;
  std::array<ProcessInfo, kMost> found{};
  unsigned count = kMost;
  const int status = library().processes(device_, &count, found.data());
  if (status != kSuccess && status != kInsufficientSize) return {};
  std::vector<GpuProcess> processes;
  for (unsigned i = 0; i < std::min(count, kMost); ++i) {
    std::array<char, 256> name{};
    const bool named = library().processName != nullptr &&
                       library().processName(found[i].pid, name.data(), name.size()) == kSuccess && name[0] != 0;
    processes.push_back({found[i].pid, named ? name.data() : "a program of another user or container"});
  }
  return processes;
}

FaultWatch::FaultWatch(const std::vector<const GpuMonitor*>& gpus) {
  if (gpus.empty() || !library().ready || !library().hasEvents || library().makeEvents(&events_) != kSuccess) return;
  for (const GpuMonitor* gpu : gpus) {
    devices_.push_back(gpu->device_);
    if (gpu->device_ != nullptr) library().registerEvents(gpu->device_, kCriticalError, events_);
  }
}

FaultWatch::~FaultWatch() {
  if (events_ != nullptr) library().freeEvents(events_);
}

std::optional<GpuFault> FaultWatch::newest(std::chrono::milliseconds patience) const {
  std::optional<GpuFault> fault;
  if (events_ == nullptr) return fault;
  // What follows an event comes at once.
  constexpr std::chrono::milliseconds kBetween{50};
  for (EventData event;; patience = kBetween) {
    if (library().awaitEvent(events_, &event, static_cast<unsigned>(patience.count())) != kSuccess) return fault;
    const auto found = std::find(devices_.begin(), devices_.end(), event.device);
    if (found != devices_.end()) fault = {static_cast<size_t>(found - devices_.begin()), event.data};
  }
}

std::optional<std::string> GpuMonitor::driverVersion() {
  std::array<char, 96> version{};
  if (!library().ready || library().driver == nullptr) return {};
  if (library().driver(version.data(), version.size()) != kSuccess) return {};
  return std::string(version.data());
}

}  // namespace nanoflow

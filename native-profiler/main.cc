#include <charconv>
#include <cstdlib>
#include <iostream>

#include "hello.h"
#include "json.h"
#include "server.h"

namespace nanoflow {
namespace {

constexpr int kUsageExit = 2;
constexpr int kFatalExit = 5;

struct Options {
  std::vector<int> devices = {0};
  uint64_t seed = 1;
};

template <typename Number>
Number parse(const std::string& text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size())
    throw std::invalid_argument("'" + text + "' is no number");
  return number;
}

/** `--device 0[,1...]` and `--seed N`. */
Options parseOptions(const std::vector<std::string>& words) {
  Options options;
  for (size_t i = 0; i < words.size(); i += 2) {
    if (i + 1 == words.size()) throw std::invalid_argument("'" + words[i] + "' needs a value");
    const std::string& value = words[i + 1];
    if (words[i] == "--seed") {
      options.seed = parse<uint64_t>(value);
    } else if (words[i] == "--device") {
      options.devices.clear();
      for (size_t at = 0; at <= value.size();) {
        const size_t comma = std::min(value.find(',', at), value.size());
        options.devices.push_back(parse<int>(value.substr(at, comma - at)));
        at = comma + 1;
      }
    } else {
      throw std::invalid_argument("unknown option '" + words[i] + "'");
    }
  }
  return options;
}

struct Fatal {
  std::string code;
  std::string message;
};

std::string fatalCode(cudaError_t code) {
  switch (code) {
    case cudaErrorNoDevice:
    case cudaErrorInvalidDevice:
      return "NO_GPU";
    case cudaErrorInsufficientDriver:
    case cudaErrorSystemDriverMismatch:
      return "DRIVER_TOO_OLD";
    case cudaErrorMemoryAllocation:
      return "OUT_OF_MEMORY";
    case cudaErrorNoKernelImageForDevice:
      return "UNSUPPORTED_COMPUTE_CAPABILITY";
    default:
      return "DEVICE_FAILED";
  }
}

void requireUsable(const std::vector<int>& devices) {
  int driver = 0, count = 0;
  check(cudaDriverGetVersion(&driver));
  if (driver == 0) throw Fatal{"NO_GPU", "no NVIDIA driver is loaded"};
  check(cudaGetDeviceCount(&count));
  for (const int device : devices) {
    if (device < 0 || device >= count) {
      throw Fatal{"NO_GPU", "there is no GPU " + std::to_string(device) + ", only " + std::to_string(count)};
    }
    cudaDeviceProp properties{};
    check(cudaGetDeviceProperties(&properties, device));
    if (properties.major < 8) {
      throw Fatal{"UNSUPPORTED_COMPUTE_CAPABILITY", std::string(properties.name) + " has compute capability " +
                                                        std::to_string(properties.major) + "." +
                                                        std::to_string(properties.minor) + ", 8.0 is needed"};
    }
  }
}

/**
 * A CUDA graph over several GPUs runs on streams of its own, which share the hardware's queues with ours. With the 8
 * queues that CUDA opens by itself, a copy-engine collective waited until all of a product's calls were done, queued
 * before it or after. To be called before anything else of CUDA.
 */
void openAllHardwareQueues() { setenv("CUDA_DEVICE_MAX_CONNECTIONS", "32", 0); }

void run(const Options& options) {
  if (options.devices.size() > 1) openAllHardwareQueues();
  requireUsable(options.devices);
  cudaDeviceProp first{};
  check(cudaGetDeviceProperties(&first, options.devices.front()));
  const auto otherProcesses = GpuMonitor(uuidText(first)).computeProcesses();
  Workbench bench;
  bench.random.seed(options.seed);
  for (const int device : options.devices) {
    bench.devices.push_back(std::make_unique<Device>(device, options.seed + device));
  }
  std::cout << helloLine(bench, otherProcesses) << std::endl;
  Server(bench).serve(std::cin, std::cout);
}

int fail(const Fatal& fatal) {
  JsonObject line;
  line.add("type", "fatal").add("code", fatal.code).add("message", fatal.message);
  std::cout << line.text() << std::endl;
  return kFatalExit;
}

}  // namespace
}  // namespace nanoflow

int main(int count, char** words) {
  using namespace nanoflow;
  Options options;
  try {
    options = parseOptions({words + 1, words + count});
  } catch (const std::exception& error) {
    std::cerr << "native-profiler: " << error.what()
              << "\nusage: native-profiler [--device 0[,1...]] [--seed N]\n";
    return kUsageExit;
  }
  try {
    run(options);
  } catch (const Fatal& fatal) {
    return fail(fatal);
  } catch (const CudaError& error) {
    return fail({fatalCode(error.code), error.what()});
  } catch (const std::exception& error) {
    return fail({"START_FAILED", error.what()});
  }
}

#include <iostream>

#include "executor.h"

namespace nanoflow {
namespace {

constexpr int kUsageExit = 2;
constexpr int kFatalExit = 5;

/** `--device 0[,1...]` */
std::vector<int> parseDevices(const std::vector<std::string>& words) {
  if (words.empty()) return {0};
  if (words.size() != 2 || words[0] != "--device") throw std::invalid_argument("only --device and its value are known");
  std::vector<int> devices;
  for (size_t at = 0; at <= words[1].size();) {
    const size_t comma = std::min(words[1].find(',', at), words[1].size());
    devices.push_back(static_cast<int>(parseInteger(words[1].substr(at, comma - at), "--device")));
    at = comma + 1;
  }
  return devices;
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

void requireDevices(const std::vector<int>& devices) {
  int driver = 0, count = 0;
  check(cudaDriverGetVersion(&driver));
  if (driver == 0) throw Fatal{"NO_GPU", "no NVIDIA driver is loaded"};
  check(cudaGetDeviceCount(&count));
  for (const int device : devices) {
    if (device < 0 || device >= count) {
      throw Fatal{"NO_GPU", "there is no GPU " + std::to_string(device) + ", only " + std::to_string(count)};
    }
  }
}

/** Answers requests until the end of input. @throws CudaError when the device can no longer be used */
void serve(Executor& executor) {
  Request request;
  for (;;) {
    JsonObject answer;
    std::string tail;
    if (!readRequest(std::cin, request)) return;
    answer.add("id", request.id);
    try {
      JsonObject done = answer;
      done.add("status", "ok");
      tail = executor.handle(request, done);
      writeAnswer(std::cout, done, tail);
    } catch (const UnsupportedError& error) {
      writeAnswer(std::cout, answer.add("status", "unsupported").add("message", error.what()), {});
    } catch (const CudaError&) {
      throw;
    } catch (const std::exception& error) {
      writeAnswer(std::cout, answer.add("status", "error").add("message", error.what()), {});
    }
  }
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
  std::vector<int> devices;
  try {
    devices = parseDevices({words + 1, words + count});
  } catch (const std::exception& error) {
    std::cerr << "native-executor: " << error.what() << "\nusage: native-executor [--device 0[,1...]]\n";
    return kUsageExit;
  }
  try {
    requireDevices(devices);
    Executor executor(devices);
    writeAnswer(std::cout, executor.greeting(), {});
    serve(executor);
  } catch (const Fatal& fatal) {
    return fail(fatal);
  } catch (const CudaError& error) {
    return fail({fatalCode(error.code), error.what()});
  } catch (const std::exception& error) {
    return fail({"EXECUTOR_FAILED", error.what()});
  }
}

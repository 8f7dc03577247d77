#include "host_program.h"

#include <cstdlib>
#include <iostream>

#include "../../native-kernels/device/device_error.h"
#include "failure_code.h"
#include "json.h"
#include "list.h"
#include "number.h"

namespace nanoflow {
namespace {

constexpr int kUsageExit = 2;
constexpr int kFatalExit = 5;

Spec readOptions(const std::vector<std::string>& words) {
  Spec options;
  for (size_t i = 0; i < words.size(); i += 2) {
    if (!words[i].starts_with("--")) throw std::invalid_argument("'" + words[i] + "' is no option");
    if (i + 1 == words.size()) throw std::invalid_argument("'" + words[i] + "' needs a value");
    options.set(words[i], words[i + 1]);
  }
  return options;
}

int fail(const FatalError& error) {
  JsonObject line;
  line.add("type", "fatal").add("code", error.code).add("message", error.message);
  std::cout << line.text() << std::endl;
  return kFatalExit;
}

}  // namespace

int runHostProgram(const HostProgram& program, int count, char** words) {
  std::function<void()> work;
  try {
    Spec options = readOptions({words + 1, words + count});
    work = program.prepare(options);
    options.finish();
  } catch (const std::exception& error) {
    std::cerr << program.name << ": " << error.what() << "\nusage: " << program.name << " " << program.usage << "\n";
    return kUsageExit;
  }
  try {
    work();
    return 0;
  } catch (const FatalError& error) {
    return fail(error);
  } catch (const DeviceError& error) {
    fail({failureCode(error.code), error.what()});
    // What runs at an exit may wait for the GPU for as long as a kernel of it waits for another one.
    std::_Exit(kFatalExit);
  } catch (const RefusedError& error) {
    return fail({failureCode(error.code), error.what()});
  } catch (const std::exception& error) {
    return fail({"START_FAILED", error.what()});
  }
}

std::vector<int> readDevices(Spec& options) {
  std::vector<int> devices;
  for (const std::string& item : splitList(options.text("--device", "0"))) {
    devices.push_back(parseNumber<int>(item, "--device"));
  }
  if (devices.empty()) throw std::invalid_argument("'--device' names no GPU");
  return devices;
}

}  // namespace nanoflow

#include <iostream>

#include "../native-common/conversation.h"
#include "../native-common/devices.h"
#include "../native-common/host_program.h"
#include "hello.h"
#include "server.h"

namespace nanoflow {
namespace {

struct Options {
  std::vector<int> devices;
  uint64_t seed = 1;
};

void run(const Options& options) {
  requireDevices(options.devices);
  // Asked before this program has a context there itself.
  const auto otherProcesses = GpuMonitor(uuidText(propertiesOf(options.devices.front()))).computeProcesses();
  Workbench bench;
  bench.random.seed(options.seed);
  for (const int device : options.devices) {
    bench.devices.push_back(std::make_unique<Device>(device, options.seed + device));
  }
  writeAnswer(std::cout, hello(bench, otherProcesses));
  Server server(bench);
  serve(std::cin, std::cout, server);
}

}  // namespace
}  // namespace nanoflow

int main(int count, char** words) {
  using namespace nanoflow;
  return runHostProgram({.name = "native-profiler",
                         .usage = "[--device 0[,1...]] [--seed N]",
                         .prepare =
                             [](Spec& words) {
                               Options options{readDevices(words)};
                               if (words.has("--seed")) options.seed = words.count("--seed");
                               return [options] { run(options); };
                             }},
                        count, words);
}

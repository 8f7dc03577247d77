#include <cstdlib>
#include <iostream>

#include "../native-common/wire/conversation.h"
#include "../native-common/gpu/devices.h"
#include "../native-common/wire/host_program.h"
#include "hello.h"
#include "server.h"

namespace nanoflow {
namespace {

struct Options {
  std::vector<int> devices;
  uint64_t seed = 1;
};

/**
 * A CUDA graph over several GPUs runs on streams of its own, which share the hardware's queues with ours. With the 8
 * queues that CUDA opens by itself, a copy-engine collective waited until all of a product's calls were done, queued
 * before it or after. To be called before anything else of CUDA.
 */
void openAllHardwareQueues() { setenv("CUDA_DEVICE_MAX_CONNECTIONS", "32", 0); }

void run(const Options& options) {
  if (options.devices.size() > 1) openAllHardwareQueues();
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

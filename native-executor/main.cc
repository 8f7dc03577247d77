#include <iostream>

#include "../native-common/gpu/devices.h"
#include "../native-common/wire/host_program.h"
#include "executor.h"

namespace nanoflow {
namespace {

void run(const std::vector<int>& devices) {
  requireDevices(devices);
  std::ios::sync_with_stdio(false);  // awaitInput must see what is read ahead
  Executor executor(devices, std::cin, std::cout);
  writeAnswer(std::cout, executor.greeting());
  serve(std::cin, std::cout, executor);
  executor.finish();
}

}  // namespace
}  // namespace nanoflow

int main(int count, char** words) {
  using namespace nanoflow;
  return runHostProgram({.name = "native-executor",
                         .usage = "[--device 0[,1...]]",
                         .prepare = [](Spec& options) { return [devices = readDevices(options)] { run(devices); }; }},
                        count, words);
}

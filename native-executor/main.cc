#include <iostream>
#include <memory>

#include "../native-common/wire/host_program.h"
#include "executor.h"

namespace nanoflow {
namespace {

/**
 * Far beyond any step, and beyond what a kernel waits for a peer (4 s, peer_group.cc): so the kernel gives up first, and
 * the error says which rank it waited for.
 */
constexpr double kStepLimitSeconds = 10;

void run(const ExecutorOptions& options) {
  std::ios::sync_with_stdio(false);  // awaitInput must see what is read ahead
  auto executor = std::make_unique<Executor>(options, std::cin, std::cout);
  try {
    writeAnswer(std::cout, executor->greeting());
    serve(std::cin, std::cout, *executor);
    executor->finish();
  } catch (const DeviceError& error) {
    // To give anything back would wait for what still runs, such as a kernel that waits for a rank that is gone.
    throw executor.release()->explain(error);
  }
}

std::function<void()> prepare(Spec& options) {
  const ExecutorOptions read{readDevices(options), options.number("--step-limit", kStepLimitSeconds)};
  if (read.stepLimitSeconds <= 0) throw std::invalid_argument("'--step-limit' takes seconds, more than 0");
  return [read] { run(read); };
}

}  // namespace
}  // namespace nanoflow

int main(int count, char** words) {
  using namespace nanoflow;
  return runHostProgram(
      {.name = "native-executor", .usage = "[--device 0[,1...]] [--step-limit SECONDS]", .prepare = prepare}, count,
      words);
}

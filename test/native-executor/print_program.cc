// Reads a program's text on standard input and prints what the executor's parser makes of it, as one JSON object.

#include <iostream>
#include <iterator>

#include "../../native-common/wire/json.h"
#include "../../native-common/wire/precision.h"
#include "../../native-executor/program/program_text.h"

namespace nanoflow {
namespace {

const char* nameOf(Partition::Kind kind) {
  switch (kind) {
    case Partition::Kind::whole:
      return "whole";
    case Partition::Kind::group:
      return "group";
    case Partition::Kind::remainder:
      return "remainder";
  }
  return "";
}

JsonObject describe(const QueueLine& queue) {
  JsonObject json;
  json.add("side", nameOf(queue.options.partition.kind))
      .add("split", queue.options.partition.groupSms)
      .add("sms", queue.sms)
      .add("ctas", queue.options.ctaLimit)
      .add("gemmSms", queue.options.gemmSmTarget.value_or(-1))
      .add("urgent", queue.options.urgent ? 1 : 0);
  return json;
}

/** What of a kernel is FP8, as binders read it. */
std::vector<std::string> readFp8(Spec& words) {
  std::vector<std::string> keys;
  for (const char* key : {"operands", "output", "kv"}) {
    if (words.has(key) && isFp8(words, key)) keys.push_back(key);
  }
  return keys;
}

/** The word `tokens` stands for what is the kernel's own. */
JsonObject describe(RunLine run) {
  std::vector<std::string> waits;
  for (const int wait : run.waits) waits.push_back(std::to_string(wait));
  JsonObject json;
  json.add("fp8", onLine(run.line, [&] { return readFp8(run.words); }));
  json.add("queue", run.queue).add("kernel", run.kernel).add("waits", waits).add("tokens", run.words.text("tokens", ""));
  run.words.finish();
  return json;
}

JsonObject describe(const ProgramText& program) {
  std::vector<JsonObject> queues, instructions;
  for (const QueueLine& queue : program.queues) queues.push_back(describe(queue));
  for (const RunLine& run : program.instructions) instructions.push_back(describe(run));
  JsonObject json;
  json.add("queues", queues).add("instructions", instructions);
  return json;
}

}  // namespace
}  // namespace nanoflow

int main() {
  using namespace nanoflow;
  const std::string text(std::istreambuf_iterator<char>(std::cin), {});
  try {
    std::cout << describe(readProgram(text)).text() << "\n";
  } catch (const std::invalid_argument& error) {
    std::cout << JsonObject().add("error", error.what()).text() << "\n";
  }
}

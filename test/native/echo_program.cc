// A program on native-common that needs no GPU: what native-profiler and native-executor are, without their work.

#include <iostream>

#include "../../native-common/wire/conversation.h"
#include "../../native-common/wire/host_program.h"
#include "../../native-common/wire/input.h"
#include "../../native-kernels/device/driver_entry.h"

namespace nanoflow {
namespace {

class Echo final : public Service {
 public:
  std::optional<std::string> handle(Request& request, JsonObject& answer) override {
    if (request.verb == "later") {
      later_.push_back(answer.add("status", "ok"));
      return std::nullopt;
    }
    answerLater();
    if (request.verb == "refuse") throw UnsupportedError("not on this machine");
    if (request.verb == "lose") throw FatalError{"DEVICE_FAILED", "the GPU fell off the bus"};
    if (request.verb == "call") check(static_cast<cudaError_t>(request.words.integer("result")));
    if (request.verb == "drive") check(static_cast<CUresult>(request.words.integer("result")));
    if (request.verb == "spoil") stays_ = true;
    if (request.verb != "echo") throw std::invalid_argument("unknown request '" + request.verb + "'");
    Spec& words = request.words;
    answer.add("status", "ok").add("recovered", recovered_).add("text", words.text("text", ""));
    answer.add("integer", words.integer("integer", 0)).add("number", words.number("number", 0));
    if (words.has("count")) answer.add("count", words.count("count"));
    words.finish();
    return request.payload;
  }

  void recover() override {
    answerLater();
    ++recovered_;
    if (stays_) throw DeviceError(cudaErrorUnknown, "the GPU does not answer");
  }

  /** Answers what was to be answered later when there is nothing to read for a while. */
  void awaitRequest() override {
    if (!later_.empty() && !awaitInput(std::cin, std::chrono::milliseconds(20))) answerLater();
  }

 private:
  void answerLater() {
    for (const JsonObject& answer : later_) writeAnswer(std::cout, answer);
    later_.clear();
  }

  std::vector<JsonObject> later_;
  bool stays_ = false;  ///< what the next failed request leaves behind
  int recovered_ = 0;
};

void run(const std::vector<int>& devices) {
  std::ios::sync_with_stdio(false);
  JsonObject greeting;
  greeting.add("type", "hello").add("devices", devices.size()).add("last", devices.back());
  writeAnswer(std::cout, greeting);
  Echo echo;
  serve(std::cin, std::cout, echo);
}

}  // namespace
}  // namespace nanoflow

int main(int count, char** words) {
  using namespace nanoflow;
  return runHostProgram({.name = "echo",
                         .usage = "[--device 0[,1...]]",
                         .prepare = [](Spec& options) { return [devices = readDevices(options)] { run(devices); }; }},
                        count, words);
}

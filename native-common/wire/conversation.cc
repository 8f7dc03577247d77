#include "conversation.h"

#include "../../native-kernels/device/cuda_check.h"

namespace nanoflow {

void serve(std::istream& requests, std::ostream& answers, Service& service) {
  for (std::string line; readLine(requests, line);) {
    JsonObject failed;
    const auto fail = [&](const char* status, const std::exception& error) {
      writeAnswer(answers, failed.add("status", status).add("message", error.what()));
    };
    try {
      Request request = parseRequest(line);
      failed.add("id", request.id);
      JsonObject answer = failed;
      readPayload(requests, request);
      const std::string tail = service.handle(request, answer);
      writeAnswer(answers, answer, tail);
    } catch (const UnsupportedError& error) {
      fail("unsupported", error);
    } catch (const std::exception& error) {
      service.recover();
      fail("error", error);
    }
  }
}

void writeAnswer(std::ostream& to, JsonObject answer, const std::string& tail) {
  if (!tail.empty()) answer.add("bytes", tail.size());
  to << answer.text() << '\n' << tail << std::flush;
}

}  // namespace nanoflow

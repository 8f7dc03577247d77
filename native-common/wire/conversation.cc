#include "conversation.h"

#include "../../native-kernels/device/device_error.h"
#include "failure_code.h"

namespace nanoflow {

void serve(std::istream& requests, std::ostream& answers, Service& service) {
  for (std::string line; service.awaitRequest(), readLine(requests, line);) {
    JsonObject failed;
    const auto fail = [&](const char* status, const std::exception& error) {
      service.recover();
      writeAnswer(answers, failed.add("status", status).add("message", error.what()));
    };
    try {
      Request request = parseRequest(line);
      failed.add("id", request.id);
      JsonObject answer = failed;
      readPayload(requests, request);
      const std::optional<std::string> tail = service.handle(request, answer);
      if (tail) writeAnswer(answers, answer, *tail);
    } catch (const DeviceError&) {
      throw;
    } catch (const UnsupportedError& error) {
      fail("unsupported", error);
    } catch (const RefusedError& error) {
      failed.add("code", failureCode(error.code));
      fail("error", error);
    } catch (const std::exception& error) {
      fail("error", error);
    }
  }
}

void writeAnswer(std::ostream& to, JsonObject answer, const std::string& tail) {
  if (!tail.empty()) answer.add("bytes", tail.size());
  to << answer.text() << '\n' << tail << std::flush;
}

}  // namespace nanoflow

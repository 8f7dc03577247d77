#pragma once

#include <istream>
#include <optional>
#include <ostream>
#include <string>

#include "json.h"
#include "request.h"

namespace nanoflow {

/** What a program does, apart from how it is asked. */
class Service {
 public:
  virtual ~Service() = default;

  /**
   * Carries out one request and fills its answer, `status` first.
   *
   * @returns bytes that follow the answer; nothing where the service answers by itself later, before any request behind
   *   this one is answered
   * @throws UnsupportedError, or any other std::exception, to be answered; DeviceError, FatalError to end the
   *   program
   */
  virtual std::optional<std::string> handle(Request& request, JsonObject& answer) = 0;

  /** Clears what a request that failed left behind. @throws DeviceError when that stays, to end the program */
  virtual void recover() = 0;

  /** Called before a request is read: here a service may answer earlier ones until there is one. @throws DeviceError */
  virtual void awaitRequest() {}
};

/**
 * Answers requests until the end of input, each with a JSON object on a line that begins with its `id`. One that fails
 * is answered with `status` `unsupported` or `error` and a `message`, and with a `code` where a library refused; a line
 * that is no request has no `id` to answer with, and what follows it is taken for the next request.
 *
 * @throws DeviceError, FatalError when the program cannot go on
 */
void serve(std::istream& requests, std::ostream& answers, Service& service);

/** Writes `answer` on a line and flushes. With `tail`, the answer says `bytes` and the bytes follow the line. */
void writeAnswer(std::ostream& to, JsonObject answer, const std::string& tail = {});

}  // namespace nanoflow

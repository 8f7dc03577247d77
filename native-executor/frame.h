#pragma once

#include <istream>
#include <ostream>
#include <string>

#include "../native-profiler/json.h"
#include "../native-profiler/spec.h"

namespace nanoflow {

/** One request: `verb id=N key=value ... [bytes=K]` on a line, then K bytes. */
struct Request {
  std::string verb;
  std::string id;
  Spec words;
  std::string payload;
};

/**
 * Reads the next request.
 *
 * @returns false at the end of input
 * @throws std::invalid_argument on a line that is no request, or a payload cut short
 */
bool readRequest(std::istream& from, Request& request);

/** Writes `answer` on a line and flushes. With `tail`, the answer says `bytes` and the bytes follow the line. */
void writeAnswer(std::ostream& to, JsonObject answer, const std::string& tail);

}  // namespace nanoflow

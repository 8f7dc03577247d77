#pragma once

#include <istream>
#include <string>

#include "spec.h"

namespace nanoflow {

/** One request: `verb id=N key=value ... [bytes=K]` on a line, then K bytes. */
struct Request {
  std::string verb;
  std::string id;
  Spec words;
  std::string payload;
};

/** Reads the next line that is not blank. @returns false at the end of input */
bool readLine(std::istream& from, std::string& line);

/**
 * A request without its payload.
 *
 * @throws std::invalid_argument on words that are not `key=value`, and without an `id`
 */
Request parseRequest(const std::string& line);

/**
 * Reads the bytes that the request announces.
 *
 * @throws std::invalid_argument when input ends before
 */
void readPayload(std::istream& from, Request& request);

}  // namespace nanoflow
